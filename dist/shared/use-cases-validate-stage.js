import { t as ConfigError } from "./core-errors.js";
import { t as utcDate } from "./core-clock.js";
import { n as TABLE_CHECK_KINDS } from "./core-data.js";
import { r as SEVERITIES, s as exitCode } from "./core-verdict.js";
import { r as EVIDENCE_MODES, t as BOUND_KINDS } from "./core-evaluation-words.js";
import { t as loadConfig } from "./core-load.js";
import { r as readConfiguration, t as containment } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { n as runStage, t as outcomeOf } from "./use-cases-stage-run.js";
import { resolve } from "node:path";

// packages/core/src/policy/loosened.ts
function lookup(value) {
	return value === void 0 ? null : JSON.parse(JSON.stringify(value));
}
function severityLower(was, is) {
	return SEVERITIES.indexOf(is) > SEVERITIES.indexOf(was);
}
function toleranceLarger(was, is) {
	if (is === void 0) return false;
	const zero = is.max_count === 0 || is.max_share === 0;
	if (was === void 0) return !zero;
	if (was.max_count !== void 0 && is.max_count !== void 0) return is.max_count > was.max_count;
	if (was.max_share !== void 0 && is.max_share !== void 0) return is.max_share > was.max_share;
	return !zero;
}
function widerInterval(was, is) {
	const lower = was[0] !== null && (is[0] === null || is[0] < was[0]);
	const upper = was[1] !== null && (is[1] === null || is[1] > was[1]);
	return lower || upper;
}

// packages/core/src/policy/data-loosened.ts
function loosenedData(base, head) {
	return [
		...loosenedDatasets(base, head),
		...loosenedColumns(base, head),
		...loosenedChecks$1(base, head),
		...addedWaivers(base, head),
		...loosenedDefaults(base, head)
	].map(({ key, base: was, head: is }) => ({
		key,
		base: lookup(was),
		head: lookup(is)
	}));
}
function loosenedDatasets(base, head) {
	return Object.entries(base.datasets).flatMap(([name, was]) => {
		const is = head.datasets[name];
		const key = `data.datasets.${name}`;
		if (!is) return [{
			key,
			base: was.source,
			head: null
		}];
		const found = [];
		for (const field of ["profile", "reference"]) if (was[field] !== void 0 && was[field] !== is[field]) found.push({
			key: `${key}.${field}`,
			base: was[field],
			head: is[field]
		});
		if (is.absent.filter((column) => !was.absent.includes(column)).length > 0) found.push({
			key: `${key}.absent`,
			base: was.absent,
			head: is.absent
		});
		return found;
	});
}
function loosenedColumns(base, head) {
	return Object.entries(base.columns).flatMap(([name, was]) => {
		const is = head.columns[name];
		const key = `data.columns.${name}`;
		return is === void 0 ? [{
			key,
			base: "present",
			head: null
		}] : loosenedColumn(key, was, is);
	});
}
function loosenedColumn(key, was, is) {
	const changed = (field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]);
	const lenient = {
		type: was.type !== void 0 && changed("type"),
		missing: was.missing !== void 0 && (is.missing === void 0 || toleranceLarger(was.missing, is.missing)),
		values: was.values !== void 0 && (is.values === void 0 || is.values.some((value) => !was.values.includes(value))),
		range: was.range !== void 0 && (is.range === void 0 || widerInterval(was.range, is.range)),
		length: was.length !== void 0 && (is.length === void 0 || widerInterval(was.length, is.length)),
		matches: was.matches !== void 0 && changed("matches"),
		finite: was.finite !== void 0 && is.finite === void 0,
		drift: was.drift !== void 0 && (is.drift === void 0 || is.drift.psi > was.drift.psi),
		tolerance: toleranceLarger(was.tolerance, is.tolerance),
		severity: severityLower(was.severity, is.severity),
		where: is.where !== void 0 && changed("where"),
		datasets: is.datasets !== void 0 && changed("datasets")
	};
	return Object.entries(lenient).filter(([, loosened]) => loosened).map(([field]) => ({
		key: `${key}.${field}`,
		base: was[field],
		head: is[field]
	}));
}
function kindOf(check) {
	return TABLE_CHECK_KINDS.find((kind) => check[kind] !== void 0);
}
function identityOf(check) {
	const kind = kindOf(check);
	const subject = check[kind];
	if (check.name !== void 0) return `${kind}/${String(check.name)}`;
	if (typeof subject === "string" || Array.isArray(subject)) return `${kind}/${String(subject)}`;
	return `${kind}/${String(subject.column ?? "")}/${String(subject.q ?? "")}`;
}
function loosenedChecks$1(base, head) {
	const heads = new Map(head.checks.map((check) => [identityOf(check), check]));
	return base.checks.flatMap((was, i) => {
		const is = heads.get(identityOf(was));
		const key = `data.checks.${i} (${identityOf(was)})`;
		if (is === void 0) return [{
			key,
			base: "present",
			head: null
		}];
		return checkLoosened(was, is) ? [{
			key,
			base: was,
			head: is
		}] : [];
	});
}
function checkLoosened(was, is) {
	const kind = kindOf(was);
	if (severityLower(was.severity, is.severity)) return true;
	if (toleranceLarger(was.tolerance, is.tolerance)) return true;
	if (is.where !== was.where && is.where !== void 0) return true;
	if (is.datasets !== void 0 && JSON.stringify(is.datasets) !== JSON.stringify(was.datasets)) return true;
	const before = was[kind];
	const after = is[kind];
	if (kind === "rule" || kind === "unique") return JSON.stringify(before) !== JSON.stringify(after);
	if (kind === "columns") return before.require.some((column) => !after.require.includes(column)) || after.allow_extra === true && before.allow_extra === false || before.order === true && !after.order;
	return widerInterval([before.min ?? null, before.max ?? null], [after.min ?? null, after.max ?? null]);
}
function addedWaivers(base, head) {
	const present = new Set(base.waivers.map((waiver) => JSON.stringify(waiver)));
	return head.waivers.filter((waiver) => !present.has(JSON.stringify(waiver))).map((waiver) => ({
		key: `data.waivers (${waiver.check})`,
		base: null,
		head: waiver
	}));
}
function loosenedDefaults(base, head) {
	const found = [];
	if (base.on_inconclusive === "block" && head.on_inconclusive === "warn") found.push({
		key: "data.on_inconclusive",
		base: "block",
		head: "warn"
	});
	const was = base.defaults;
	const is = head.defaults;
	if (is.alpha < was.alpha) found.push({
		key: "data.defaults.alpha",
		base: was.alpha,
		head: is.alpha
	});
	if (was.drift && (!is.drift || is.drift.psi > was.drift.psi)) found.push({
		key: "data.defaults.drift",
		base: was.drift,
		head: is.drift
	});
	return found;
}

// packages/core/src/policy/evaluation-loosened.ts
function loosenedEvaluation(base, head) {
	return [
		...loosenedChecks("evaluation.checks", base.checks, head.checks),
		...loosenedSlices(base, head),
		...loosenedRules(base, head),
		...loosenedStatistics(base, head),
		...changed(base, head)
	].map(({ key, base: was, head: is }) => ({
		key,
		base: lookup(was),
		head: lookup(is)
	}));
}
const FIRST_MODEL = [
	"block",
	"require_absolute",
	"allow"
];
const weaker = (order, was, is) => order.indexOf(is) > order.indexOf(was);
function evidenceLower(was, is) {
	if (was === is) return false;
	if (was === void 0 || is === void 0) return true;
	return EVIDENCE_MODES.indexOf(is) < EVIDENCE_MODES.indexOf(was);
}
const EASIER_BELOW = [
	"min",
	"above",
	"min_ratio",
	"min_delta"
];
function boundEasier(bound, was, is) {
	return EASIER_BELOW.includes(bound) ? is < was : is > was;
}
function boundsOf(checks, of, bound) {
	return checks.filter((check) => check.metric === of.metric && check.source === of.source && check[bound] !== void 0).map((check) => ({
		check,
		bound,
		value: check[bound]
	}));
}
function loosenedChecks(block, base, head) {
	return base.flatMap((was) => BOUND_KINDS.filter((bound) => was[bound] !== void 0).flatMap((bound) => {
		const key = `${block}.${was.metric}/${bound}`;
		const candidates = boundsOf(head, was, bound);
		if (candidates.length === 0) return [{
			key,
			base: was[bound],
			head: null
		}];
		const found = candidates.map((is) => boundLoosened(key, was, bound, is));
		return found.some((differences) => differences.length === 0) ? [] : found[0];
	}));
}
function boundLoosened(key, was, bound, is) {
	const found = [];
	if (boundEasier(bound, was[bound], is.value)) found.push({
		key,
		base: was[bound],
		head: is.value
	});
	if (severityLower(was.severity, is.check.severity)) found.push({
		key: `${key}.severity`,
		base: was.severity,
		head: is.check.severity
	});
	if (evidenceLower(was.evidence, is.check.evidence)) found.push({
		key: `${key}.evidence`,
		base: was.evidence,
		head: is.check.evidence
	});
	if (was.higher_is_better !== is.check.higher_is_better) found.push({
		key: `${key}.higher_is_better`,
		base: was.higher_is_better,
		head: is.check.higher_is_better
	});
	return found;
}
function loosenedSlices(base, head) {
	const was = base.slices;
	const is = head.slices;
	if (was === void 0) return [];
	if (is === void 0) return [{
		key: "evaluation.slices",
		base: "present",
		head: null
	}];
	const entries = is.by.map((entry) => JSON.stringify(entry));
	const found = was.by.filter((entry) => !entries.includes(JSON.stringify(entry))).map((entry) => ({
		key: `evaluation.slices.by (${[entry].flat().join("&")})`,
		base: "present",
		head: null
	}));
	if (is.min_n > was.min_n) found.push({
		key: "evaluation.slices.min_n",
		base: was.min_n,
		head: is.min_n
	});
	return [...found, ...loosenedChecks("evaluation.slices.checks", was.checks, is.checks)];
}
function loosenedRules(base, head) {
	const found = [];
	if (weaker(FIRST_MODEL, base.first_model, head.first_model)) found.push({
		key: "evaluation.first_model",
		base: base.first_model,
		head: head.first_model
	});
	for (const purpose of ["pull_request", "promotion"]) {
		const [was, is] = [base.evidence[purpose], head.evidence[purpose]];
		if (evidenceLower(was, is)) found.push({
			key: `evaluation.evidence.${purpose}`,
			base: was,
			head: is
		});
		if (base.on_inconclusive[purpose] === "block" && head.on_inconclusive[purpose] === "warn") found.push({
			key: `evaluation.on_inconclusive.${purpose}`,
			base: "block",
			head: "warn"
		});
	}
	return found;
}
function loosenedStatistics(base, head) {
	const found = [];
	const [was, is] = [base.statistics, head.statistics];
	if (was.alpha !== is.alpha) found.push({
		key: "evaluation.statistics.alpha",
		base: was.alpha,
		head: is.alpha
	});
	if (is.bootstrap < was.bootstrap) found.push({
		key: "evaluation.statistics.bootstrap",
		base: was.bootstrap,
		head: is.bootstrap
	});
	if (was.seed !== is.seed) found.push({
		key: "evaluation.statistics.seed",
		base: was.seed,
		head: is.seed
	});
	return found;
}
function changed(base, head) {
	return [
		"champion",
		"positive",
		"decision_threshold",
		"promote_to"
	].filter((key) => base[key] !== void 0 && JSON.stringify(base[key]) !== JSON.stringify(head[key])).map((key) => ({
		key: `evaluation.${key}`,
		base: base[key],
		head: head[key]
	}));
}

// packages/core/src/policy/apply-policy.ts
function applyPolicy(head, base, stage) {
	if (base === null) return {
		config: head,
		change: {
			introduced: true,
			loosened: []
		}
	};
	return stage === "data" ? dataPolicy(head, base) : evaluationPolicy(head, base);
}
function dataPolicy(head, base) {
	if (head.data === void 0) return {
		config: head,
		change: void 0
	};
	const config = {
		...head,
		data: {
			...head.data,
			waivers: base.data?.waivers ?? []
		}
	};
	if (base.data === void 0) return {
		config,
		change: {
			introduced: true,
			loosened: []
		}
	};
	const loosened = loosenedData(base.data, head.data);
	return {
		config,
		change: loosened.length === 0 ? void 0 : {
			introduced: false,
			loosened
		}
	};
}
function evaluationPolicy(head, base) {
	if (base.evaluation === void 0) return {
		config: head,
		change: {
			introduced: true,
			loosened: []
		}
	};
	const own = head.evaluation ?? base.evaluation;
	const evaluation = {
		...base.evaluation,
		candidate: own.candidate,
		columns: own.columns
	};
	const loosened = head.evaluation === void 0 ? [{
		key: "evaluation",
		base: "present",
		head: null
	}] : loosenedEvaluation(base.evaluation, head.evaluation);
	return {
		config: {
			...head,
			evaluation,
			...base.registry === void 0 ? {} : { registry: base.registry }
		},
		change: loosened.length === 0 ? void 0 : {
			introduced: false,
			loosened
		}
	};
}

// packages/use-cases/src/base-policy.ts
async function effectivePolicy(configuration, stage, find) {
	const { loaded } = configuration;
	const base = await find?.(configuration);
	if (base === void 0) return {
		config: loaded.config,
		change: void 0,
		locate: loaded.locate
	};
	const applied = applyPolicy(loaded.config, base.text === null ? null : loadConfig(base.text, base.name).config, stage);
	const same = sameBlock(applied.config, loaded.config, stage);
	return {
		...applied,
		locate: same ? loaded.locate : void 0
	};
}
function sameBlock(a, b, stage) {
	return JSON.stringify(stage === "data" ? a.data?.checks : a.evaluation) === JSON.stringify(stage === "data" ? b.data?.checks : b.evaluation);
}

// packages/use-cases/src/finish-stage.ts
function finishStage(host, content, end) {
	for (const warning of content.warnings) host.log.warning(warning);
	const whole = end.change === void 0 ? content : {
		...content,
		policy_change: end.change
	};
	const sealed = writeDocument(resolve(host.cwd, end.file), whole, metaOf(host, end.startedMs, end.meta));
	const facts = {
		verdict: content.verdict,
		inconclusiveBlocks: content.inconclusive_blocks,
		policyIntroduced: end.change?.introduced ?? false
	};
	return outcomeOf(end.file, sealed, exitCode(facts, end.failOn), end.summary);
}

// packages/use-cases/src/locations.ts
function locationsOf(paths, locate) {
	if (locate === void 0) return {};
	return { locations: Object.fromEntries([...paths].map(([id, path]) => [id, locate([...path])])) };
}

// packages/use-cases/src/validate-stage.ts
function validateStage(host, request) {
	const file = `${request.out}/data-report.json`;
	return runStage(host, {
		schema: "data-report/1",
		file
	}, async (started) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		if (configuration.loaded.config.data === void 0) throw noBlock("data", request.config);
		const policy = await effectivePolicy(configuration, "data", request.basePolicy);
		const { validateData, duckdbMeasurementEngine, summaryOfData } = await import("./data-main2.js");
		const { accessEngine } = await import("./use-cases-engine-access2.js");
		const { defaults } = policy.config.data;
		const containedIn = containment(host, sourcesOf(policy.config, request.source));
		const { report, locations } = await validateData({
			config: policy.config,
			baseDirectory: configuration.baseDirectory,
			workingDirectory: host.cwd,
			containedIn,
			datasets: request.datasets,
			source: request.source,
			asOf: request.asOf ?? utcDate(host.now()),
			signal: host.signal,
			onProgress: (line) => host.log.info(line),
			engine: async () => {
				const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
				return duckdbMeasurementEngine({
					binding,
					tempDirectory: temporaryDirectory,
					containedIn,
					memory: defaults.memory,
					threads: defaults.threads
				});
			}
		});
		return finishStage(host, report, {
			file,
			failOn: request.failOn,
			startedMs: started,
			change: policy.change,
			meta: locationsOf(Object.entries(locations), policy.locate),
			summary: summaryOfData(report)
		});
	});
}
function sourcesOf(config, source) {
	const written = Object.values(config.data?.datasets ?? {}).flatMap((dataset) => [dataset.source, dataset.profile ?? ""]);
	return source === void 0 ? written : [...written, source];
}
function noBlock(block, file) {
	return new ConfigError({
		code: "CONFIG_BLOCK_MISSING",
		message: `The configuration ${file} has no \`${block}:\` block, so there is nothing to judge.`,
		hint: `Add one; \`npx model-delivery init --data FILE\` writes a commented example.`
	});
}

export { effectivePolicy as a, finishStage as i, validateStage as n, locationsOf as r, noBlock as t };