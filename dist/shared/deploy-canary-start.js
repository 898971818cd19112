import { n as runPost, r as isPostStep, t as run } from "./deploy-canary-run.js";
import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as spec } from "./deploy-canary-spec.js";

// actions/deploy-canary/src/start.ts
function start() {
	return runAction(spec, TOOL, isPostStep() ? runPost : run);
}

export { start };