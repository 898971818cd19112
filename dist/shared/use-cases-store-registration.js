import { i as EvidenceError, r as EXIT } from "./core-errors.js";
import { t as canonicalFile } from "./core-canonical-json.js";
import { s as exitCode } from "./core-verdict.js";
import { r as sha256Hex } from "./core-digest.js";
import { t as sealDocument } from "./core-seal.js";
import { n as writeDocument, r as writeWhole, t as metaOf } from "./use-cases-document-file.js";
import { t as outcomeOf } from "./use-cases-stage-run.js";
import { a as mediaTypeOf, i as candidateName, o as profileName, r as EVIDENCE_ARTIFACT } from "./use-cases-champion-source.js";
import { t as hashFile } from "./model-files-hash-file.js";
import { a as eventMeta, i as versionTag, t as aliasTag } from "./use-cases-tag-projection.js";
import { resolve } from "node:path";
import { statSync } from "node:fs";

// packages/registry/src/card/cell-text.ts
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const MAX_LENGTH = 300;
function cellText(value) {
	if (value === null) return "–";
	const shown = String(value).toWellFormed().replace(/[\t\n\v\f\r\x85\u2028\u2029]+/g, " ").replace(HIDDEN, (character) => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
	return [...[...shown].length > MAX_LENGTH ? `${[...shown].slice(0, 299).join("")}…` : shown].map(escaped).join("");
}
function escaped(character) {
	if (/[\p{L}\p{M}\p{N} ,;%?/⟨⟩…–]/u.test(character)) return character;
	const entity = `&#${character.codePointAt(0)};`;
	return character === "@" || character === "." || character === ":" ? `${entity}&#8203;` : entity;
}
function codeText(value) {
	return /^[A-Za-z0-9:._/-]+$/.test(value) ? `\`${value}\`` : cellText(value);
}

// packages/registry/src/card/card-markdown.ts
const SHOWN = 50;
function cardMarkdown(card) {
	return `${[
		heading(card),
		table("Metrics", [
			"metric",
			"this model",
			"champion"
		], card.metrics.map((m) => [
			m.name,
			m.candidate,
			m.champion
		])),
		table("Checks", [
			"check",
			"verdict",
			"value",
			"champion",
			"bound",
			"interval",
			"rows"
		], card.checks.map((c) => [
			c.id,
			c.verdict,
			c.candidate,
			c.champion,
			c.bound,
			interval(c),
			c.n
		])),
		dataSection(card),
		trainedFrom(card),
		list("Limits", card.limits),
		loadSection(card)
	].filter((section) => section !== "").join("\n\n")}\n`;
}
function heading(card) {
	const judged = card.evaluation === null ? "Not evaluated." : `Evaluation of ${card.evaluation.as_of}: ${card.evaluation.verdict}, ${comparedWith(card.evaluation)}.`;
	const approval = card.approval === null ? "" : `\n\nApproved by ${cellText(card.approval.by)}${card.approval.environment === null ? "" : ` for ${cellText(card.approval.environment)}`}.`;
	return `# ${cellText(card.model)}\n\nVersion ${codeText(card.version)}, ${card.files.length} ${card.files.length === 1 ? "file" : "files"}, ${card.bytes} bytes.\n\n${judged}${approval}`;
}
function comparedWith(evaluation) {
	if (evaluation.state === "none") return "without a champion";
	return evaluation.champion === null ? "compared with a champion" : `compared with ${codeText(evaluation.champion)}`;
}
function interval({ interval: ends, level }) {
	if (ends === null || level === null) return null;
	return `${number(ends[0])} to ${number(ends[1])} (${Math.round(level * 100)} %)`;
}
function dataSection({ data }) {
	if (data === null) return "";
	return `${table("Data", [
		"data set",
		"rows",
		"columns",
		"sha256"
	], data.datasets.map(({ name, rows, columns, sha256 }) => [
		name,
		rows,
		columns,
		sha256?.slice(0, 12) ?? null
	]))}\n\nData report: ${data.verdict}.`;
}
function trainedFrom({ trained_from: from }) {
	return table("Trained from", ["what", "value"], [
		["repository", from.repository],
		["commit", from.commit === null ? null : `${from.commit}${from.dirty ? " with uncommitted changes" : ""}`],
		...Object.entries(from.params).map(([name, value]) => [`parameter ${name}`, plain(value)]),
		...Object.entries(from.frameworks).map(([name, version]) => [name, version]),
		...Object.entries(from.seeds).map(([name, value]) => [`seed ${name}`, plain(value)]),
		["lineage", from.lineage]
	]);
}
const plain = (value) => typeof value === "string" ? value : JSON.stringify(value);
function loadSection(card) {
	return `## How to load it\n\n\`\`\`sh\n${card.load}\n\`\`\`\n\nEvery file is verified against its digest on the way.`;
}
function list(title, lines) {
	return lines.length === 0 ? "" : `## ${title}\n\n${lines.map((line) => `- ${cellText(line)}`).join("\n")}`;
}
function table(title, header, rows) {
	if (rows.length === 0) return "";
	const lines = rows.slice(0, SHOWN).map((row) => `| ${row.map((value) => cellText(typeof value === "number" ? number(value) : value)).join(" | ")} |`);
	const more = rows.length > SHOWN ? `\n\n${rows.length - SHOWN} more stand in the JSON card.` : "";
	return `## ${title}\n\n| ${header.join(" | ")} |\n|${"---|".repeat(header.length)}\n${lines.join("\n")}${more}`;
}
function number(value) {
	if (value === null) return "–";
	return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

// packages/registry/src/card/model-card.ts
function modelCard(sources) {
	const { version, evaluation, lineage } = sources;
	return {
		schema: "model-card/1",
		model: version.model,
		version: version.version,
		reference: sources.reference,
		status: version.status,
		files: version.files.map(({ path, size, sha256 }) => ({
			path,
			size,
			sha256
		})),
		bytes: version.files.reduce((sum, { size }) => sum + size, 0),
		adopted: version.adopted?.reason ?? null,
		approval: version.approval,
		evaluation: judgementOf(sources),
		metrics: evaluation === null ? [] : metricsOf(evaluation),
		checks: (evaluation?.checks ?? []).map(checkOf),
		slices: [...new Set((evaluation?.checks ?? []).flatMap(({ slice }) => slice === null ? [] : [slice]))],
		data: dataOf(sources),
		trained_from: {
			...lineage.code,
			params: lineage.params,
			frameworks: lineage.environment.frameworks,
			seeds: lineage.seeds,
			lineage: sources.lineageDigest
		},
		limits: limitsOf(sources),
		load: `model-delivery pull ${version.version} --to DIRECTORY`
	};
}
function judgementOf({ version, evaluation }) {
	if (evaluation === null || version.evaluation === null) return null;
	const { champion, as_of, verdict } = evaluation;
	return {
		digest: version.evaluation.digest,
		verdict,
		as_of,
		champion: champion.version,
		state: champion.state
	};
}
function metricsOf({ metrics }) {
	return Object.keys(metrics.candidate).sort().map((name) => ({
		name,
		candidate: metrics.candidate[name] ?? null,
		champion: metrics.champion[name] ?? null
	}));
}
function checkOf(check) {
	const { id, slice, verdict, evidence, candidate, champion, delta, bound, interval, level, n } = check;
	return {
		id,
		slice,
		verdict,
		evidence,
		candidate,
		champion,
		delta,
		bound,
		interval,
		level,
		n
	};
}
function dataOf({ version, dataReport }) {
	if (dataReport === null || version.data === null) return null;
	const datasets = dataReport.datasets.map(({ name, rows, columns, sha256 }) => ({
		name,
		rows,
		columns: columns.length,
		sha256
	}));
	return {
		digest: version.data.digest,
		verdict: dataReport.verdict,
		datasets
	};
}
function limitsOf({ version, evaluation, dataReport, lineage }) {
	const limits = [];
	if (version.adopted !== null) limits.push(`Adopted without a gate: ${version.adopted.reason}`);
	if (evaluation === null) limits.push("No evaluation is stored with this version.");
	else limits.push(...limitsOfEvaluation(evaluation));
	if (dataReport === null) limits.push("No data report is stored with this version.");
	else if (dataReport.verdict !== "pass") limits.push(`The data report is ${dataReport.verdict}.`);
	if (lineage.code.dirty === true) limits.push("Tracked files had uncommitted changes: the commit alone does not give this model.");
	if (lineage.code.commit === null) limits.push("The commit it was trained from is not known.");
	return limits;
}
function limitsOfEvaluation(evaluation) {
	const open = evaluation.checks.filter(({ verdict }) => verdict === "inconclusive").length;
	const skipped = evaluation.checks.filter(({ verdict }) => verdict === "not_applicable").length;
	return [
		...evaluation.first_model ? ["The first model: nothing was compared with a champion."] : [],
		...evaluation.verdict === "inconclusive" ? ["The evaluation is inconclusive."] : [],
		...open > 0 ? [`${open} ${open === 1 ? "check is" : "checks are"} inconclusive: the test set could not settle them.`] : [],
		...skipped > 0 ? [`${skipped} ${skipped === 1 ? "check was" : "checks were"} not applicable.`] : []
	];
}

// packages/use-cases/src/registry/refused-outcome.ts
const MAX_TEXT = 4096;
function refusedOutcome(host, stage, reason) {
	const error = {
		code: reason.code,
		message: reason.message.slice(0, MAX_TEXT),
		...reason.hint ? { hint: reason.hint.slice(0, MAX_TEXT) } : {}
	};
	const content = {
		schema: stage.schema,
		model: stage.model,
		...stage.version ? { version: stage.version } : {},
		verdict: reason.verdict,
		error
	};
	const sealed = writeDocument(resolve(host.cwd, stage.file), content, metaOf(host, stage.startedMs));
	return {
		path: stage.file,
		digest: sealed.digest,
		verdict: reason.verdict,
		exitCode: exitCode({
			verdict: reason.verdict,
			inconclusiveBlocks: true
		}, stage.failOn),
		summary: `${reason.verdict}: ${reason.message}`,
		document: sealed.document,
		error
	};
}
function ledgerRefusal(refused) {
	const message = `The ledger was left as it is: ${refused.message.replace(/\.$/, "")}.`;
	if (refused.kind === "moved") return {
		verdict: "fail",
		code: "ALIAS_MOVED",
		message,
		hint: "Look at `model-delivery history`, and decide anew on what the alias names now."
	};
	return {
		verdict: "fail",
		code: "MOVE_REFUSED",
		message,
		hint: "`model-delivery history` shows how it came to this."
	};
}

// packages/use-cases/src/registry/registration-evidence.ts
function documentFile(name, role, bytes) {
	return {
		attached: {
			name,
			content: bytes,
			mediaType: mediaTypeOf(name)
		},
		record: {
			role,
			path: name,
			size: bytes.length,
			sha256: sha256Hex(bytes)
		}
	};
}
async function evidenceFiles(directories, config, evaluation, dataReport) {
	const files = [];
	const warnings = [];
	for (const role of ["candidate", "candidate_metrics"]) {
		const input = evaluation?.document.inputs[role];
		if (input === void 0) continue;
		const named = candidateName(input.path);
		if (named === null) {
			warnings.push(`${input.path} is not stored with the version: the next gate reads .parquet, .csv, .jsonl, .json and .yaml only.`);
			continue;
		}
		files.push(await foundFile(directories, input.path, input.sha256, named, "the evaluation"));
	}
	for (const { name, profile } of dataReport?.document.datasets ?? []) {
		if (profile === null) continue;
		const named = {
			name: profileName(name),
			role: "profile"
		};
		files.push(await foundFile(directories, profile.path, profile.sha256, named, "the data report"));
	}
	const golden = config.rollout?.smoke?.fixtures;
	if (golden !== void 0) {
		const file = await goldenFile(directories, golden);
		if (file !== null) files.push(file);
		else warnings.push(`rollout.smoke.fixtures names ${golden}, and there is no such file: the version has no golden requests of its own, and no canary begins without any.`);
	}
	return {
		files,
		warnings
	};
}
async function foundFile(directories, path, sha256, named, document) {
	const present = [.../* @__PURE__ */ new Set([resolve(directories.base, path), resolve(directories.working, path)])].filter((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
	const hashed = await Promise.all(present.map(async (place) => ({
		place,
		...await hashFile(place)
	})));
	const match = hashed.find((file) => file.sha256 === sha256);
	if (match !== void 0) return {
		attached: {
			name: named.name,
			content: { path: match.place },
			mediaType: mediaTypeOf(named.name)
		},
		record: {
			role: named.role,
			path: named.name,
			size: match.size,
			sha256
		}
	};
	throw otherBytes(path, sha256, hashed[0]?.sha256, document);
}
function otherBytes(path, expected, found, document) {
	const hint = "Register in the job that evaluated, or bring its files along unchanged; otherwise run the stage again.";
	const wanted = `Storing the evidence: ${document} read ${path} with the sha256 ${expected}`;
	if (found === void 0) return new EvidenceError({
		code: "EVIDENCE_FILE_MISSING",
		message: `${wanted}; there is no such file now.`,
		hint
	});
	return new EvidenceError({
		code: "EVIDENCE_FILE_CHANGED",
		message: `${wanted}; it has ${found} now.`,
		hint
	});
}
async function goldenFile(directories, path) {
	const place = resolve(directories.base, path);
	if (!statSync(place, { throwIfNoEntry: false })?.isFile()) return null;
	const { size, sha256 } = await hashFile(place);
	return {
		attached: {
			name: "golden.json",
			content: { path: place },
			mediaType: "application/json"
		},
		record: {
			role: "golden",
			path: "golden.json",
			size,
			sha256
		}
	};
}

// packages/use-cases/src/registry/store-registration.ts
const FIRST_ALIAS = "candidate";
async function storeRegistration(host, registry, proven, ending) {
	const { ledger, model } = registry;
	const id = proven.identity.version;
	const view = await ledger.read();
	if (view.isArchived(model, id)) {
		const message = `${id} of ${model} is archived; archived versions are not registered again`;
		return { refusal: {
			ok: false,
			kind: "refused",
			actual: view.current(model, FIRST_ALIAS),
			message
		} };
	}
	const { version, card } = await upload(host, registry, proven, ending);
	const sealed = sealDocument(version, metaOf(host, ending.startedMs));
	const registered = await ledger.register({
		model,
		version: sealed.document,
		lineage: proven.lineage,
		evidence: version.evidence.digest,
		reason: ending.adopt ? `adopted without a gate: ${ending.reason}` : reasonOf(proven),
		meta: await eventMeta(host)
	});
	if (!registered.ok) return { refusal: registered };
	writeWhole(resolve(host.cwd, ending.out, "lineage.json"), proven.lineage.file);
	const warnings = [...proven.evidence.warnings, ...await projectVersion(registry, id)];
	return finished(host, registry, sealed, {
		ending,
		created: registered.created,
		warnings,
		card
	});
}
async function upload(host, registry, proven, ending) {
	const { identity, root } = proven;
	const { store } = registry;
	const pushed = await store.push(identity, root, { signal: host.signal });
	host.log.info(pushed.bytesSent === 0 ? `The store has every byte of ${identity.version} already.` : `Stored ${identity.version}: ${pushed.bytesSent} bytes.`);
	const draft = versionDraft(registry, proven, ending);
	const { files, card } = withDocuments(proven, draft, registry);
	const attached = files.map((file) => file.attached);
	const digest = await store.attach(identity.version, EVIDENCE_ARTIFACT, attached, { signal: host.signal });
	return {
		version: {
			...draft,
			evidence: {
				digest,
				files: files.map((file) => file.record)
			}
		},
		card
	};
}
function versionDraft(registry, proven, ending) {
	const { identity, documents, lineage, approval } = proven;
	const { store } = registry;
	const judged = (document) => document === null ? null : {
		digest: document.digest,
		verdict: document.document.verdict,
		as_of: document.document.as_of
	};
	const warnings = [...registry.storeOverridden ? ["MODEL_DELIVERY_STORE took the place of the configured store."] : [], ...ending.adopt ? ["Adopted without a gate."] : []];
	return {
		schema: "model-version/1",
		model: registry.model,
		version: identity.version,
		files: identity.files.map(({ path, size, sha256 }) => ({
			path,
			size,
			sha256
		})),
		store: {
			kind: store.kind,
			reference: store.reference(identity.version)
		},
		evaluation: judged(documents.evaluation),
		data: judged(documents.dataReport),
		lineage: { digest: lineage.digest },
		approval,
		adopted: ending.adopt ? { reason: ending.reason } : null,
		evidence: null,
		status: ending.status ?? (approval === null ? "registered" : "approved"),
		verdict: "pass",
		...warnings.length > 0 ? { warnings } : {}
	};
}
function withDocuments(proven, version, registry) {
	const { evaluation, dataReport } = proven.documents;
	const card = modelCard({
		version,
		reference: registry.store.reference(proven.identity.version),
		evaluation: evaluation?.document ?? null,
		dataReport: dataReport?.document ?? null,
		lineage: proven.lineage.document,
		lineageDigest: proven.lineage.digest
	});
	const markdown = cardMarkdown(card);
	return {
		files: [
			...evaluation === null ? [] : [documentFile("evaluation.json", "evaluation", evaluation.bytes)],
			...dataReport === null ? [] : [documentFile("data-report.json", "data-report", dataReport.bytes)],
			...proven.evidence.files,
			documentFile("model-card.md", "card", Buffer.from(markdown)),
			documentFile("model-card.json", "card-json", Buffer.from(canonicalFile(card)))
		],
		card: markdown
	};
}
function reasonOf({ documents, approval }) {
	const { evaluation } = documents;
	if (evaluation === null) return "registered without an evaluation, as the policy allows";
	return `the evaluation ${evaluation.document.verdict === "pass" ? "passed" : `was ${evaluation.document.verdict}`}${approval === null ? "" : `, approved by ${approval.by}`}`;
}
async function projectVersion(registry, version) {
	const digest = version;
	try {
		await registry.store.tag(versionTag(registry.model, version), digest);
		const current = (await registry.ledger.read()).current(registry.model, FIRST_ALIAS);
		if (current !== null) await registry.store.tag(aliasTag(registry.model, FIRST_ALIAS), current);
		return [];
	} catch (error) {
		return [`The version is registered, but its tags could not be set in the store (${error.message}). Tags are projections of the ledger: the next move or \`model-delivery verify REF --repair\` mends them.`];
	}
}
function finished(host, registry, sealed, { ending, created, warnings, card }) {
	const { version, store, evaluation, adopted } = sealed.document;
	for (const warning of [...sealed.document.warnings ?? [], ...warnings]) host.log.warning(warning);
	if (registry.localOnly) host.log.notice(LOCAL_ONLY);
	writeWhole(resolve(host.cwd, ending.file), sealed.file);
	const how = adopted === null ? evaluation === null ? "not evaluated" : `evaluation ${evaluation.verdict}` : "adopted without a gate";
	const summary = `pass: ${created ? "registered" : "registered again"} ${registry.model} ${version.slice(0, 19)} as ${FIRST_ALIAS} (${how})`;
	return {
		outcome: outcomeOf(ending.file, sealed, EXIT.pass, summary),
		created,
		reference: store.reference,
		card
	};
}
const LOCAL_ONLY = "The ledger is local only: `registry.ledger.remote` is not set, so nobody else sees this until the branch is pushed.";

export { refusedOutcome as a, ledgerRefusal as i, storeRegistration as n, evidenceFiles as r, LOCAL_ONLY as t };