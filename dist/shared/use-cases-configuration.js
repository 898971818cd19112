import { t as ConfigError } from "./core-errors.js";
import { t as loadConfig } from "./core-load.js";
import { n as readEvent, t as isForkPullRequest } from "./use-cases-run-identity.js";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { readFileSync, realpathSync, statSync } from "node:fs";

// packages/use-cases/src/configuration.ts
function isInside(path, directory) {
	const rest = relative(directory, path);
	return rest === "" || !rest.startsWith("..") && !isAbsolute(rest);
}
function readConfiguration(host, path) {
	const absolute = resolve(host.cwd, path);
	const root = host.env.GITHUB_ACTIONS === "true" ? host.env.GITHUB_WORKSPACE : void 0;
	refuseForeignFile(absolute, path, root);
	let text;
	try {
		text = readFileSync(absolute, "utf8");
	} catch (error) {
		throw new ConfigError({
			code: "CONFIG_NOT_READABLE",
			message: `Reading the configuration ${path} failed: ${error.code ?? "unreadable"}.`,
			hint: "Check the permissions of the file."
		});
	}
	const repositoryPath = root ? relative(realpathSync(root), realpathSync(absolute)).replaceAll("\\", "/") : path;
	return {
		loaded: loadConfig(text, repositoryPath),
		baseDirectory: dirname(absolute),
		repositoryPath
	};
}
function refuseForeignFile(absolute, path, root) {
	const stat = statSync(absolute, { throwIfNoEntry: false });
	if (!stat) throw new ConfigError({
		code: "CONFIG_NOT_FOUND",
		message: `The configuration ${path} was not found.`,
		hint: "Write one with `npx model-delivery init --data FILE`, or name yours with `--config FILE` (input `config`); the path is relative to the working directory."
	});
	const real = realpathSync(absolute);
	const special = [
		"/proc",
		"/sys",
		"/dev"
	].some((directory) => isInside(real, directory));
	if (!stat.isFile() || special) throw new ConfigError({
		code: "CONFIG_NOT_A_FILE",
		message: `The configuration ${path} is not a regular file.`,
		hint: "Name a YAML file of the repository."
	});
	if (root !== void 0 && !isInside(real, realpathSync(root))) throw new ConfigError({
		code: "CONFIG_OUTSIDE_WORKSPACE",
		message: `The configuration ${path} lies outside the workspace of the job.`,
		hint: "Keep the configuration in the repository; symbolic links that leave it are refused."
	});
}
function containment(host, paths) {
	if (host.env.GITHUB_ACTIONS !== "true" || !host.env.GITHUB_WORKSPACE) return void 0;
	if (isForkPullRequest(readEvent(host.env)) || !paths.some((path) => isAbsolute(path))) return host.env.GITHUB_WORKSPACE;
}

export { isInside as n, readConfiguration as r, containment as t };