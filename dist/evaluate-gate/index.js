import { r as runAction } from "../shared/action-kit-main.js";
import { t as TOOL } from "../shared/use-cases-version.js";
import { t as run } from "../shared/evaluate-gate-run2.js";
import { t as spec } from "../shared/evaluate-gate-spec.js";

// actions/evaluate-gate/src/main.ts
await runAction(spec, TOOL, run);

export {  };