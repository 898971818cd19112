// packages/cli/src/error-text.ts
/** The one rendering of an error on a terminal: its code, what happened, and indented what to do next. */
function errorText({ code, message, hint }) {
	return `${code}: ${message}${hint ? `\n${hint.replaceAll(/^/gm, "  ")}` : ""}`;
}

export { errorText as t };