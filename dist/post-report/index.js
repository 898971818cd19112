import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/post-report/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/post-report-start.js");
await start();

export {  };