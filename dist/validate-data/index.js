import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/validate-data/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/validate-data-start.js");
await start();

export {  };