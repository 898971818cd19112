import { n as canonicalJson } from "./core-canonical-json.js";
import { t as loadConfig } from "./core-load.js";
import { a as report$1 } from "./use-cases-report-stage.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { resolve } from "node:path";
import { readFileSync } from "node:fs";

// packages/cli/src/commands/report.ts
const report = {
	summary: "Render documents as Markdown, HTML or JUnit; exits by their combined verdict.",
	usage: ["[--from DIR] [--markdown FILE] [--html FILE] [--junit FILE]"],
	flags: {
		from: {
			description: "Directory with the documents (default: --out).",
			value: "DIR"
		},
		markdown: {
			description: "Write Markdown; without any file flag it goes to stdout.",
			value: "FILE"
		},
		html: {
			description: "Write one self-contained page.",
			value: "FILE"
		},
		junit: {
			description: "Write JUnit XML.",
			value: "FILE"
		}
	},
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`report takes no word; found ${call.words[0]}.`, "Name the directory with --from DIR.");
		const result = await report$1(host, {
			from: textFlag(call, "from") ?? call.out,
			failOn: call.failOn,
			config: configIfPresent(resolve(host.cwd, call.config), call.config),
			markdown: textFlag(call, "markdown"),
			html: textFlag(call, "html"),
			junit: textFlag(call, "junit")
		});
		const wrote = result.files.length > 0;
		return {
			exitCode: result.exitCode,
			text: wrote ? result.files.map((file) => `wrote ${file}`).join("\n") : result.markdown.trimEnd(),
			json: canonicalJson({ files: result.files })
		};
	}
};
function configIfPresent(path, name) {
	try {
		return loadConfig(readFileSync(path, "utf8"), name).config;
	} catch {
		return;
	}
}

export { report };