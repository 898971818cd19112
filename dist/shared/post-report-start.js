import { t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as run } from "./post-report-run2.js";
import { t as spec } from "./post-report-spec.js";

// actions/post-report/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };