import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/register-model/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/register-model-start.js");
await start();

export {  };