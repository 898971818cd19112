import { enableCompileCache } from "node:module";
import { join } from "node:path";

// packages/action-kit/src/compile-cache.ts
function useCompileCache(env) {
	if (env.RUNNER_TEMP) enableCompileCache(join(env.RUNNER_TEMP, "model-delivery-compile-cache"));
}

export { useCompileCache as t };