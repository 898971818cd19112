import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/evaluate-gate/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/evaluate-gate-start.js");
await start();

export {  };