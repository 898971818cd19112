import { c as asDeliveryError, i as EvidenceError } from "./core-errors.js";
import { n as documentDigest } from "./core-digest.js";
import { c as readManifest, d as parseLedger, f as LEDGER_FILE, g as lineageSchema, h as versionPathOfModel, m as versionPath, p as lineagePath, r as openRegistry, u as LedgerView } from "./use-cases-open-registry.js";
import { t as modelVersionSchema } from "./core-model-version.js";
import { n as loadVersionProof, s as pullVersion } from "./use-cases-champion-source.js";
import { t as modelIdentity } from "./core-version-id.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { a as requireAlias } from "./cli-needed.js";
import { r as tagFindings } from "./use-cases-tag-projection.js";
import { resolve } from "node:path";
import { createHash } from "node:crypto";

// packages/registry/src/ledger/verify-ledger.ts
async function ledgerHistory(refLog, ref, only = {}) {
	const commit = await refLog.head(ref);
	if (commit === null) return {
		events: [],
		intact: true,
		findings: []
	};
	const content = await refLog.read(commit, LEDGER_FILE);
	if (content === null) return {
		events: [],
		intact: false,
		findings: [withoutFile(commit)]
	};
	const view = new LedgerView(refLog, commit, parseLedger(content));
	return {
		events: view.events.filter(({ model, alias }) => model === (only.model ?? model) && alias === (only.alias ?? alias)),
		intact: view.intact,
		findings: view.findings
	};
}
async function verifyLedger(refLog, ref) {
	const head = await refLog.head(ref);
	if (head === null) return [{
		kind: "absent",
		where: ref,
		expected: "a ledger",
		found: `no such ref in ${refLog.place}`
	}];
	const content = await refLog.read(head, LEDGER_FILE);
	if (content === null) return [withoutFile(head)];
	const view = new LedgerView(refLog, head, parseLedger(content));
	return [
		...view.findings,
		...await documentFindings(refLog, view),
		...await commitFindings(refLog, head)
	];
}
function withoutFile(commit) {
	return {
		kind: "absent",
		where: `commit ${commit}`,
		expected: LEDGER_FILE,
		found: "no such file"
	};
}
async function documentFindings(refLog, view) {
	const findings = [];
	const paths = await refLog.list(view.commit, "");
	for (const path of paths) {
		const kind = /^(versions|lineage)\/(?:[a-z0-9._-]+\/)?[^/]+$/.exec(path)?.[1];
		if (kind === void 0) continue;
		const bytes = await refLog.read(view.commit, path);
		findings.push(...(kind === "versions" ? versionFindings$1 : lineageFindings)(path, bytes ?? /* @__PURE__ */ new Uint8Array()));
	}
	const present = new Set(paths);
	const missing = new Set(documentsOf(view.events).filter((path) => !present.has(path)));
	for (const where of missing) findings.push({
		kind: "absent",
		where,
		expected: "the document",
		found: "no such file"
	});
	return findings;
}
function documentsOf(events) {
	const first = /* @__PURE__ */ new Map();
	return events.flatMap(({ action, model, to, lineage }) => {
		if (action !== "register") return [];
		if (!first.has(to)) first.set(to, model);
		return [first.get(to) === model ? versionPath(to) : versionPathOfModel(model, to), ...lineage ? [lineagePath(lineage)] : []];
	});
}
function parse(path, bytes, schema) {
	let value;
	try {
		value = JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch (error) {
		return {
			kind: "malformed",
			where: path,
			expected: "a JSON document",
			found: error.message.slice(0, 120)
		};
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) return {
		kind: "malformed",
		where: path,
		expected: "the document of its schema",
		found: parsed.error.issues[0]?.message ?? "something else"
	};
	const digest = documentDigest(parsed.data);
	const stated = parsed.data.meta?.digest;
	const forged = stated !== void 0 && stated !== digest;
	return {
		document: parsed.data,
		findings: forged ? [{
			kind: "digest",
			where: path,
			expected: stated,
			found: digest
		}] : []
	};
}
function versionFindings$1(path, bytes) {
	const parsed = parse(path, bytes, modelVersionSchema);
	if (!("document" in parsed)) return [parsed];
	return [...parsed.findings, ...nameFinding(path, String(parsed.document.version))];
}
function lineageFindings(path, bytes) {
	const parsed = parse(path, bytes, lineageSchema);
	if (!("document" in parsed)) return [parsed];
	return [...parsed.findings, ...nameFinding(path, documentDigest(parsed.document))];
}
function nameFinding(path, digest) {
	const named = `sha256:${path.slice(path.lastIndexOf("/") + 1).replace(/\.json$/, "")}`;
	return named === digest ? [] : [{
		kind: "digest",
		where: path,
		expected: named,
		found: digest
	}];
}
async function commitFindings(refLog, head) {
	const findings = [];
	let later;
	for await (const commit of refLog.commits(head)) {
		const earlier = await stateAt(refLog, commit, later);
		if (later) findings.push(...stepFindings(earlier, later));
		if (commit.parents.length > 1) findings.push({
			kind: "history",
			where: `commit ${commit.commit}`,
			expected: "one parent",
			found: `${commit.parents.length}`
		});
		later = earlier;
	}
	return findings.reverse();
}
async function stateAt(refLog, { commit }, later) {
	const ids = refLog.contentIds ? await refLog.contentIds(commit) : await idsByReading(refLog, commit);
	return {
		commit,
		ids,
		ledger: later !== void 0 && later.ids.get("ledger.jsonl") === ids.get("ledger.jsonl") ? later.ledger : Buffer.from(await refLog.read(commit, "ledger.jsonl") ?? "")
	};
}
async function idsByReading(refLog, commit) {
	const ids = /* @__PURE__ */ new Map();
	for (const path of await refLog.list(commit, "")) ids.set(path, Buffer.from(await refLog.read(commit, path) ?? "").toString("base64"));
	return ids;
}
function stepFindings(earlier, later) {
	const findings = [];
	const where = `commit ${later.commit}`;
	for (const [path, id] of earlier.ids) {
		const now = later.ids.get(path);
		if (now === id) continue;
		if (path === "ledger.jsonl" && now !== void 0) {
			const line = changedLine(earlier.ledger, later.ledger);
			if (line === null) continue;
			findings.push({
				kind: "history",
				where,
				expected: `${LEDGER_FILE}:${line} as before`,
				found: "other bytes"
			});
		} else findings.push({
			kind: "history",
			where,
			expected: `${path} as before`,
			found: now === void 0 ? "no such file" : "other bytes"
		});
	}
	return findings;
}
function changedLine(before, after) {
	if (after.length >= before.length && after.subarray(0, before.length).equals(before)) return null;
	let same = 0;
	while (same < before.length && same < after.length && before[same] === after[same]) same++;
	return before.subarray(0, same).toString("latin1").split("\n").length;
}

// packages/registry/src/stores/transfer/verify-version.ts
async function verifyVersion(store, record) {
	const version = record.version;
	const findings = [];
	const identity = modelIdentity(record.files);
	if (identity.version !== version) findings.push({
		kind: "version",
		where: "files of the record",
		expected: version,
		found: identity.version
	});
	const manifest = await checkManifest(store, version, "manifest", findings);
	if (manifest) {
		const names = new Map(record.files.map((file) => [`sha256:${file.sha256}`, file.path]));
		await checkBlobs(store, [manifest.config, ...manifest.layers], names, "blob", findings);
	}
	if (record.evidence !== null) await checkEvidence(store, record.evidence, version, findings);
	return findings;
}
async function checkManifest(store, digest, kind, findings) {
	const where = kind === "manifest" ? `manifest ${digest}` : `evidence manifest ${digest}`;
	try {
		const bytes = await store.manifest(digest);
		if (bytes !== null) return readManifest(bytes, digest);
		findings.push({
			kind,
			where,
			expected: digest,
			found: "absent"
		});
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		findings.push({
			kind,
			where,
			expected: digest,
			found: foundDigest(error)
		});
	}
	return null;
}
function foundDigest(error) {
	return /sha256:[0-9a-f]{64}(?=\.$)/.exec(error.message)?.[0] ?? error.message;
}
async function checkBlobs(store, blobs, names, kind, findings) {
	const unique = new Map(blobs.map((blob) => [blob.digest, blob]));
	for (const [digest] of unique) {
		const name = names.get(digest);
		const found = await digestOfBlob(store, digest);
		if (found !== digest) findings.push({
			kind,
			where: name === void 0 ? digest : `${name} (${digest})`,
			expected: digest,
			found
		});
	}
}
async function digestOfBlob(store, digest) {
	const hash = createHash("sha256");
	try {
		const content = await store.blob(digest);
		if (content === null) return "absent";
		for await (const chunk of content) hash.update(chunk);
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		return foundDigest(error);
	}
	return `sha256:${hash.digest("hex")}`;
}
async function checkEvidence(store, evidence, version, findings) {
	const manifest = await checkManifest(store, evidence.digest, "evidence", findings);
	if (!manifest) return;
	if (manifest.subject?.digest !== version) {
		const found = manifest.subject?.digest ?? "no subject";
		findings.push({
			kind: "evidence",
			where: `subject of ${evidence.digest}`,
			expected: version,
			found
		});
	}
	const stored = new Set(manifest.layers.map((layer) => layer.digest));
	for (const file of evidence.files) if (!stored.has(`sha256:${file.sha256}`)) findings.push({
		kind: "evidence",
		where: `${file.path} in ${evidence.digest}`,
		expected: `sha256:${file.sha256}`,
		found: "absent"
	});
	const names = new Map(evidence.files.map((file) => [`sha256:${file.sha256}`, file.path]));
	await checkBlobs(store, manifest.layers, names, "evidence", findings);
}

// packages/use-cases/src/registry/queries.ts
async function registryOf(host, query) {
	return openRegistry(host, readConfiguration(host, query.config), query.access);
}
function warnOfBrokenChain(host, { findings }) {
	const [first] = findings;
	if (first === void 0) return;
	host.log.warning(`The chain of the ledger is broken at ${first.where}: what its aliases name may have been changed. \`model-delivery verify REF\` names every finding.`);
}
async function showReference(host, query, word) {
	const { ledger, model } = await registryOf(host, query);
	const view = await ledger.read();
	warnOfBrokenChain(host, view);
	const { version } = view.resolve(model, word);
	const record = await view.versionDocument(version, model);
	if (record === null) throw withoutRecord(version);
	const events = view.events.filter((event) => event.model === model && (event.to === version || event.from === version));
	const aliases = [...view.aliases(model)].filter(([, named]) => named === version).map(([alias]) => alias);
	return {
		...record,
		aliases,
		current_status: view.isArchived(model, version) ? "archived" : record.status,
		lineages: events.flatMap(({ action, lineage }) => action === "register" && lineage ? [lineage] : []),
		events
	};
}
async function pullReference(host, query, word, to) {
	const registry = await registryOf(host, query);
	const view = await registry.ledger.read();
	warnOfBrokenChain(host, view);
	const { version } = view.resolve(registry.model, word);
	const { files } = await pullVersion(registry.store, version, resolve(host.cwd, to), { signal: host.signal });
	return {
		version,
		files
	};
}
async function historyOf(host, query, alias) {
	if (alias !== void 0) requireAlias(alias);
	const { refLog, ref, model, localOnly } = await registryOf(host, query);
	if (await refLog.head(ref) === null) return {
		events: [],
		findings: [],
		localOnly
	};
	const { events } = await ledgerHistory(refLog, ref, {
		model,
		alias
	});
	return {
		events: [...events],
		findings: await verifyLedger(refLog, ref),
		localOnly
	};
}
async function verifyReference(host, query, word, options) {
	const registry = await registryOf(host, query);
	if (await registry.refLog.head(registry.ref) === null) (await registry.ledger.read()).resolve(registry.model, word);
	const findings = [...await verifyLedger(registry.refLog, registry.ref)];
	const found = await versionFindings(registry, word, findings.length > 0);
	findings.push(...found.findings);
	const repaired = [];
	for (const { tag, version, ...finding } of found.version === null ? [] : await tagFindings(registry)) if (!options.repair) findings.push(finding);
	else {
		await registry.store.tag(tag, version);
		repaired.push(tag);
	}
	return {
		verdict: findings.length === 0 ? "pass" : "fail",
		version: found.version,
		findings,
		repaired
	};
}
async function versionFindings(registry, word, broken) {
	const { ledger, model, store } = registry;
	let version = null;
	try {
		const view = await ledger.read();
		version = view.resolve(model, word).version;
		const record = await view.versionDocument(version, model);
		if (record === null) throw withoutRecord(version);
		const findings = [...recordFindings(record), ...await verifyVersion(store, record)];
		if (findings.length === 0) findings.push(...await proofFindings(registry, version));
		return {
			version,
			findings
		};
	} catch (error) {
		if (!broken || !(error instanceof EvidenceError)) throw error;
		return {
			version: null,
			findings: []
		};
	}
}
function recordFindings(record) {
	const [expected, found] = [record.meta?.digest ?? "a digest", documentDigest(record)];
	return expected === found ? [] : [{
		kind: "record",
		where: `record of ${record.version}`,
		expected,
		found
	}];
}
async function proofFindings(registry, version) {
	try {
		await loadVersionProof(registry, version);
		return [];
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		if (!(error instanceof EvidenceError)) throw error;
		return [{
			kind: "proof",
			where: version,
			expected: "documents that match by digest",
			found: error.message
		}];
	}
}
function withoutRecord(version) {
	return new EvidenceError({
		code: "RECORD_MISSING",
		message: `The ledger names ${version}, but has no record of it.`,
		hint: "Somebody changed the ledger by hand: `model-delivery verify` names the commit that did."
	});
}

export { verifyReference as i, pullReference as n, showReference as r, historyOf as t };