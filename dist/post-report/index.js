import { r as runAction } from "../shared/action-kit-main.js";
import { t as TOOL } from "../shared/use-cases-version.js";
import { t as run } from "../shared/post-report-run2.js";
import { t as spec } from "../shared/post-report-spec.js";

// actions/post-report/src/main.ts
await runAction(spec, TOOL, run);

export {  };