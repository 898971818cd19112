import { m as acquireEngine } from "./engine-main.js";
import { join } from "node:path";
import { homedir } from "node:os";

// packages/use-cases/src/engine-access.ts
/** Finds or fetches the engine. @throws ExternalError, ConfigError when it cannot be had or is not the pinned one. */
async function accessEngine(host, enginePath) {
	const toolCache = host.env.RUNNER_TOOL_CACHE || join(host.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "model-delivery");
	return {
		binding: await acquireEngine({
			...enginePath ? { enginePath } : {},
			toolCache,
			env: host.env,
			cwd: host.cwd,
			log: (line) => host.log.info(line),
			signal: host.signal
		}),
		temporaryDirectory: host.env.RUNNER_TEMP || join(toolCache, "tmp")
	};
}

export { accessEngine as t };