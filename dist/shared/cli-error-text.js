// packages/cli/src/error-text.ts
function errorText({ code, message, hint }) {
	return `${code}: ${message}${hint ? `\n${hint.replaceAll(/^/gm, "  ")}` : ""}`;
}

export { errorText as t };