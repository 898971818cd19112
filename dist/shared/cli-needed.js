import { i as EvidenceError, r as EXIT, t as ConfigError } from "./core-errors.js";
import { n as isAlias } from "./core-names.js";
import { r as openRegistry } from "./use-cases-open-registry.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { r as writeWhole } from "./use-cases-document-file.js";
import { n as runStage } from "./use-cases-stage-run.js";
import { a as refusedOutcome, i as ledgerRefusal, t as LOCAL_ONLY } from "./use-cases-store-registration.js";
import { t as moveAlias } from "./use-cases-move-alias.js";
import { resolve } from "node:path";

// packages/use-cases/src/registry/move-stage.ts
function moveStage(host, request) {
	const file = `${request.out}/alias-event.json`;
	return runStage(host, {
		schema: "alias-event/1",
		file
	}, async (startedMs) => {
		if ("alias" in request.move) requireAlias(request.move.alias);
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		const registry = await openRegistry(host, configuration, request.access);
		const end = {
			schema: "alias-event/1",
			file,
			model: registry.model,
			failOn: request.failOn,
			startedMs
		};
		try {
			const move = resolved(await registry.ledger.read(), registry.model, request.move);
			const outcome = await moveAlias(host, registry, move);
			if (!outcome.ok) return refusedOutcome(host, end, ledgerRefusal(outcome));
			return moved(host, registry, file, outcome);
		} catch (error) {
			if (!(error instanceof EvidenceError)) throw error;
			const { code, message, hint } = error;
			return refusedOutcome(host, end, {
				verdict: "error",
				code,
				message,
				hint
			});
		}
	});
}
function requireAlias(alias) {
	if (isAlias(alias)) return;
	throw new ConfigError({
		code: "ALIAS_NAME",
		message: `An alias has up to 32 of a-z 0-9 - , begins with a letter and is not 8 or more hex digits; found ${JSON.stringify(alias.slice(0, 100))}.`,
		hint: "Use candidate, staging, champion, or a word of your own."
	});
}
function resolved(view, model, move) {
	const full = (word) => view.resolve(model, word).version;
	switch (move.action) {
		case "promote": {
			const { expect } = move;
			const expected = expect === void 0 ? {} : { expect: expect === "none" ? null : full(expect) };
			return {
				action: "promote",
				version: full(move.version),
				alias: move.alias,
				reason: move.reason,
				...expected
			};
		}
		case "rollback": return {
			...move,
			to: move.to === void 0 ? void 0 : full(move.to)
		};
		case "archive": return {
			...move,
			version: full(move.version)
		};
	}
}
function moved(host, registry, file, outcome) {
	const { event, line, warnings } = outcome;
	for (const warning of warnings) host.log.warning(warning);
	if (registry.localOnly) host.log.notice(LOCAL_ONLY);
	writeWhole(resolve(host.cwd, file), line);
	return {
		path: file,
		digest: event.meta.digest ?? null,
		verdict: "pass",
		exitCode: EXIT.pass,
		summary: `pass: ${sentence(event)}`,
		document: event
	};
}
function sentence(event) {
	const short = (version) => version === null ? "nothing" : version.slice(0, 19);
	if (event.action === "archive") return `archived ${short(event.to)} of ${event.model}`;
	return `${event.action === "rollback" ? "rolled back" : "moved"} ${event.alias} of ${event.model} from ${short(event.from)} to ${short(event.to)}`;
}

// packages/cli/src/needed.ts
function onlyWord(call, command, name) {
	const [word, ...more] = call.words;
	if (word !== void 0 && more.length === 0 && word !== "") return word;
	const found = word === void 0 ? "none" : `${call.words.length}`;
	throw usageError(`${command} takes one ${name}; found ${found}.`, `Run \`model-delivery ${command} --help\` for its use; \`model-delivery history\` shows versions and aliases.`);
}
function noWord(call, command, instead) {
	if (call.words.length > 0) throw usageError(`${command} takes no word; found ${call.words[0]}.`, `Write \`${instead}\`.`);
}
function neededFlag(call, flag, value) {
	const given = textFlag(call, flag)?.trim();
	if (given) return given;
	throw usageError(`--${flag} is required, and it was not given.`, `Add \`--${flag} ${value}\`.`);
}

export { requireAlias as a, moveStage as i, noWord as n, onlyWord as r, neededFlag as t };