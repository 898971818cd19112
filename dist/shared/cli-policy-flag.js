import { o as usageError } from "./cli-flags.js";
import { dirname, resolve } from "node:path";
import { existsSync, readFileSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";

// packages/cli/src/policy-flag.ts
function policyFlag(host, value) {
	if (value === void 0) return void 0;
	return async (configuration) => {
		const file = resolve(host.cwd, value);
		if (existsSync(file) && statSync(file).isFile()) return {
			text: readFileSync(file, "utf8"),
			name: value
		};
		const path = resolve(host.cwd, configuration.loaded.file);
		const git = (...args) => execFileSync("git", args, {
			cwd: dirname(path),
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			]
		});
		let commit;
		try {
			commit = git("rev-parse", "--verify", "--end-of-options", `${value}^{commit}`).trim();
		} catch {
			throw usageError(`--policy ${value} is neither a file nor a commit of the repository.`, "Name a configuration file, or a branch, tag or commit (fetch it first in a shallow clone).");
		}
		try {
			return {
				text: git("show", `${commit}:./${path.slice(dirname(path).length + 1)}`),
				name: `${configuration.loaded.file} at ${commit.slice(0, 7)}`
			};
		} catch {
			return {
				text: null,
				name: `${configuration.loaded.file} at ${commit.slice(0, 7)}`
			};
		}
	};
}

export { policyFlag as t };