import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as run } from "./evaluate-gate-run2.js";
import { t as spec } from "./evaluate-gate-spec.js";

// actions/evaluate-gate/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };