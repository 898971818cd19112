import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/trigger-retraining/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/trigger-retraining-start.js");
await start();

export {  };