import { n as canonicalJson } from "./core-canonical-json.js";
import { s as exitCode } from "./core-verdict.js";
import { i as verifyReference } from "./use-cases-queries.js";
import { t as findingLine } from "./cli-finding-line.js";
import { r as onlyWord } from "./cli-needed.js";

// packages/cli/src/commands/verify.ts
const verify = {
	summary: "Recompute everything about a version: ledger chain, record, stored bytes, documents, tags.",
	usage: ["REF [--repair]"],
	flags: { repair: { description: "Put tags right that disagree with the ledger; bytes and ledger are never changed." } },
	async run(host, call) {
		const word = onlyWord(call, "verify", "version or alias");
		const repair = call.values.repair === true;
		const { verdict, version, findings, repaired } = await verifyReference(host, { config: call.config }, word, { repair });
		const lines = [
			`${verdict}: ${version ?? word}, ${findings.length} ${findings.length === 1 ? "finding" : "findings"}`,
			...findings.map((finding) => `  ${findingLine(finding)}`),
			...repaired.map((tag) => `  repaired: tag ${tag}`)
		];
		return {
			exitCode: exitCode({
				verdict,
				inconclusiveBlocks: true
			}, call.failOn),
			text: lines.join("\n"),
			json: canonicalJson({
				verdict,
				version,
				findings,
				...repair ? { repaired } : {}
			})
		};
	}
};

export { verify };