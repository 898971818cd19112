import { n as readEvent, r as runIdentity } from "./use-cases-run-identity.js";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

// packages/use-cases/src/registry/event-meta.ts
async function eventMeta(host) {
	const run = runIdentity(host.env, readEvent(host.env));
	return {
		time: new Date(host.now()).toISOString(),
		actor: (host.env.GITHUB_ACTOR ?? await gitUser(host))?.slice(0, 256) ?? null,
		run: run === void 0 ? null : run.url ?? String(run.id)
	};
}
async function gitUser(host) {
	try {
		const { stdout } = await promisify(execFile)("git", ["config", "user.name"], {
			cwd: host.cwd,
			env: host.env
		});
		return stdout.trim() || null;
	} catch {
		return null;
	}
}

export { gitUser as n, eventMeta as t };