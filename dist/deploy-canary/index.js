import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/deploy-canary/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/deploy-canary-start.js");
await start();

export {  };