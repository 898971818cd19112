import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as run } from "./register-model-run2.js";
import { t as spec } from "./register-model-spec.js";

// actions/register-model/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };