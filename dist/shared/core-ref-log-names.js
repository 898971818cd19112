import { o as InternalError, t as ConfigError } from "./core-errors.js";

// packages/core/src/ref-log-names.ts
const REF_NAME = /^refs\/(?!.*(?:\/\.|\.\.|@\{|\/\/|\.lock(?:\/|$)|\.\/))[^\0-\x20\x7f~^:?*[\\]+\/[^\0-\x20\x7f~^:?*[\\]+(?<![./])$/;
function isRefName(ref) {
	return ref.length <= 255 && REF_NAME.test(ref);
}
function refPart(name) {
	return name.replace(/\.(?=\.|$|lock$)/g, "%2e");
}
function requireRefName(ref) {
	if (isRefName(ref)) return;
	throw new ConfigError({
		code: "REF_NAME",
		message: `State is kept on a git ref with a full name; found ${JSON.stringify(ref.slice(0, 200))}.`,
		hint: "Write the name in full, such as refs/heads/model-ledger."
	});
}
function requireRefLogPath(path) {
	const parts = path.split("/");
	const odd = (part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git";
	if (path.length <= 1024 && !parts.some(odd) && !/[\\\x00-\x1f]/.test(path)) return;
	throw new InternalError({
		code: "REF_LOG_PATH",
		message: `${JSON.stringify(path.slice(0, 200))} is no path for a file on a ref.`
	});
}

export { requireRefLogPath as n, requireRefName as r, refPart as t };