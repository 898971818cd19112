import { t as useCompileCache } from "../shared/action-kit-compile-cache.js";

// actions/suite/src/main.ts
useCompileCache(process.env);
const { start } = await import("../shared/suite-start.js");
await start();

export {  };