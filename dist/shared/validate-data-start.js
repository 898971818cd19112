import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as run } from "./validate-data-run2.js";
import { t as spec } from "./validate-data-spec.js";

// actions/validate-data/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };