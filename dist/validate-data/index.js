import { r as runAction } from "../shared/action-kit-main.js";
import { t as TOOL } from "../shared/use-cases-version.js";
import { t as run } from "../shared/validate-data-run2.js";
import { t as spec } from "../shared/validate-data-spec.js";

// actions/validate-data/src/main.ts
await runAction(spec, TOOL, run);

export {  };