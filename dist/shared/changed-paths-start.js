import { r as _enum } from "./zod.js";
import { a as textInput, t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { n as readEvent } from "./use-cases-run-identity.js";

// actions/changed-paths/src/touches.ts
function patternLines(text) {
	return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
function globExpression(glob) {
	const source = glob.replaceAll(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
		if (part === "**/") return "(?:.*/)?";
		if (part === "**") return ".*";
		if (part === "*") return "[^/]*";
		return part === "?" ? "[^/]" : part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
	});
	return new RegExp(`^${source}$`, "s");
}
function included(path, patterns) {
	let result = false;
	for (const pattern of patterns) {
		const exclude = pattern.startsWith("!");
		if (globExpression(exclude ? pattern.slice(1) : pattern).test(path)) result = !exclude;
	}
	return result;
}
function touches(files, patterns) {
	return files.some((file) => included(file, patterns));
}

// actions/changed-paths/src/run.ts
async function run(inputs, context) {
	const { host } = context;
	const number = readEvent(host.env).pull_request?.number;
	if (inputs.always === "true" || number === void 0) return answer(true, "Not a pull request to look at: the model is judged.");
	const { changedFiles, repositoryName } = await import("./github-main2.js");
	const files = await changedFiles(await context.client(), repositoryName(host.env.GITHUB_REPOSITORY), number);
	if (files === null) return answer(true, "More files changed than the API lists: the model is judged.");
	const changed = touches(files, patternLines(inputs.paths));
	const what = changed ? "Data, training code or configuration changed" : "Nothing that can change the model changed";
	const { log } = host;
	log.info(`${what} (${files.length} files).`);
	return answer(changed, what);
}
function answer(changed, summary) {
	return {
		exitCode: 0,
		summary,
		outputs: { changed: String(changed) }
	};
}

// actions/changed-paths/src/spec.ts
const spec = {
	name: "changed-paths",
	title: "Changed paths",
	description: "Whether the pull request touches any of the given paths.",
	branding: {
		icon: "filter",
		color: "blue"
	},
	inputs: {
		paths: {
			description: "Globs, one a line.",
			required: true,
			parse: textInput
		},
		always: {
			description: "Do not look.",
			default: "false",
			parse: _enum(["true", "false"])
		},
		"github-token": {
			description: "Token.",
			default: "${{ github.token }}",
			parse: textInput
		}
	},
	outputs: { changed: "`true` or `false`." },
	permissions: { "pull-requests": {
		access: "read",
		why: "the list of changed files"
	} }
};

// actions/changed-paths/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };