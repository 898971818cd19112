import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/changed-paths/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/changed-paths-start.js");
await start();

export {  };