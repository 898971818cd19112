import { n as canonicalJson } from "./core-canonical-json.js";
import { r as EXIT } from "./core-errors.js";
import { s as exitCode } from "./core-verdict.js";
import { t as historyOf } from "./use-cases-queries.js";
import { t as findingLine } from "./cli-finding-line.js";
import { i as textFlag } from "./cli-flags.js";
import { n as noWord } from "./cli-needed.js";

// packages/cli/src/commands/history.ts
const history = {
	summary: "Tell what the aliases of the model named, when and why. Fails where the ledger was tampered with.",
	usage: ["[--alias ALIAS]"],
	flags: { alias: {
		description: "Only events of this alias.",
		value: "ALIAS"
	} },
	async run(host, call) {
		noWord(call, "history", "--alias ALIAS");
		const alias = textFlag(call, "alias");
		const { events, findings, localOnly } = await historyOf(host, { config: call.config }, alias);
		if (localOnly) host.log.notice("The ledger is local only: `registry.ledger.remote` is not set.");
		for (const finding of findings) host.log.error(`The chain of the ledger is broken. ${findingLine(finding)}`);
		return {
			exitCode: findings.length === 0 ? EXIT.pass : exitCode({
				verdict: "fail",
				inconclusiveBlocks: true
			}, call.failOn),
			text: events.length === 0 ? nothing(alias) : events.map(line).join("\n"),
			json: canonicalJson(events)
		};
	}
};
function nothing(alias) {
	return alias === void 0 ? "No events: nothing was registered yet." : `No events: the alias ${alias} never named anything.`;
}
function line({ seq, action, alias, from, to, reason, meta }) {
	const short = (version) => version.slice(7, 19);
	const moved = alias === null ? short(to) : `${alias} ${from === null ? "(none)" : short(from)} -> ${short(to)}`;
	return `${seq}  ${meta.time}  ${action.padEnd(8)}  ${moved}  ${meta.actor ?? "unknown"}: ${reason}`;
}

export { history };