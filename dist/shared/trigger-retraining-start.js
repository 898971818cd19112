import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as run } from "./trigger-retraining-run2.js";
import { t as spec } from "./trigger-retraining-spec.js";

// actions/trigger-retraining/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };