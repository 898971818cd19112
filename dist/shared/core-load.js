import { i as nearestNames, r as nearestName, t as MODEL_NAME } from "./core-names.js";
import { r as dataSchema } from "./core-data.js";
import { _ as union, a as boolean, c as lazy, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum, s as json, v as toJSONSchema } from "./zod.js";
import { n as evaluationConfigSchema } from "./core-evaluation.js";
import { a as nonEmpty, d as windows$1, n as duration, r as finite, s as severity, t as commandLine, u as wholeNumber } from "./core-words.js";
import { a as sourceSchema, i as smokeSchema, o as targetSchema } from "./core-traffic.js";
import { t as ConfigError } from "./core-errors.js";
import { n as parseYamlText, t as configPurpose } from "./core-yaml-text.js";

// packages/core/src/config/registry.ts
const registrySchema = lazy(() => strictObject({
	store: union([
		strictObject({ oci_layout: nonEmpty }),
		strictObject({ oci: nonEmpty }),
		strictObject({ mlflow: nonEmpty })
	]).optional(),
	ledger: strictObject({
		git: nonEmpty,
		remote: nonEmpty.optional()
	}).optional(),
	require: strictObject({
		evaluation: _enum(["pass", "none"]).optional(),
		data: _enum(["pass", "none"]).optional(),
		code_checks: array(nonEmpty).optional(),
		max_age: duration.optional().describe("How old evaluation and data report may be, by their `as_of` date (default: any age).")
	}).optional(),
	environment: array(nonEmpty).optional().describe("Files whose digests are the environment lock.")
}));

// packages/core/src/config/report.ts
const reportSchema = strictObject({
	comment: boolean().default(true),
	check: boolean().default(true),
	html: boolean().default(true),
	append: array(nonEmpty).default([]).describe("Markdown files of the user, shown on trusted runs only.")
});

// packages/core/src/config/retraining.ts
const windows = windows$1.refine((text) => {
	const [k = 0, m = 0] = text.split(" of ").map(Number);
	return k <= m && m <= 1e3;
}, { message: "expected \"k of m\" with k at most m and m at most 1000" });
const retrainingSchema = lazy(() => strictObject({
	workflow: nonEmpty.optional().describe("Workflow to dispatch: its file name, such as ml-retrain.yml."),
	ref: nonEmpty.optional().describe("Branch or tag the workflow runs on; default: the default branch."),
	pipeline: record(string(), json()).optional(),
	when: strictObject({
		drift: strictObject({ windows }).optional(),
		metric: strictObject({
			name: nonEmpty.optional(),
			max_drop: finite.nonnegative().describe("Absolute worsening against the champion's registered evaluation."),
			windows: windows.optional(),
			higher_is_better: boolean().optional().describe("Needed for metrics whose direction is not known.")
		}).optional(),
		volume: strictObject({
			new_rows: wholeNumber.min(1),
			dataset: nonEmpty.optional().describe("Data set whose rows are counted; default: the report's first one that the champion knew.")
		}).optional(),
		age: duration.optional()
	}).optional(),
	cooldown: duration.optional(),
	budget: strictObject({
		runs: wholeNumber,
		per: duration
	}).optional(),
	breaker: strictObject({ runs: wholeNumber.min(1) }).optional().describe("After how many retraining runs without a new champion an issue is opened and nothing is dispatched; default 3."),
	severity: severity.optional()
}));

// packages/core/src/config/rollout.ts
const guardrailShared = () => ({
	id: nonEmpty,
	arm_label: nonEmpty.optional(),
	harm_if: _enum([
		"up",
		"down",
		"both"
	]).optional(),
	non_inferiority: finite.positive().optional(),
	max_rate: finite.gt(0).lt(1).optional()
});
const guardrailSchema = lazy(() => union([
	strictObject({
		kind: literal("count"),
		events: nonEmpty,
		total: nonEmpty,
		...guardrailShared()
	}),
	strictObject({
		kind: literal("histogram"),
		metric: nonEmpty,
		slo: finite,
		...guardrailShared()
	}),
	strictObject({
		kind: literal("mean"),
		value: nonEmpty,
		total: nonEmpty,
		...guardrailShared()
	})
]));
const rolloutSchema = lazy(() => strictObject({
	endpoint: string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
	first_rollout: _enum(["direct", "refuse"]).optional(),
	target: targetSchema.optional(),
	smoke: smokeSchema.optional(),
	source: sourceSchema.optional(),
	steps: array(strictObject({
		weight: finite.min(0).max(100),
		min_time: duration.optional(),
		min_requests: wholeNumber.optional()
	})).min(1).optional(),
	guardrails: array(guardrailSchema).optional(),
	breakers: array(strictObject({
		id: nonEmpty,
		guardrail: nonEmpty.optional(),
		max_share: finite.gt(0).max(1),
		min_requests: wholeNumber
	})).optional(),
	alpha: finite.gt(0).lt(.5).optional(),
	window: duration.optional(),
	unknown: strictObject({ max_consecutive: wholeNumber }).optional(),
	soak: strictObject({ for: duration }).optional(),
	lease: strictObject({
		ttl: duration.optional(),
		grace: duration.optional()
	}).optional(),
	arms: strictObject({
		stable: nonEmpty,
		candidate: nonEmpty
	}).optional(),
	horizon: duration.optional(),
	inconclusive: _enum([
		"rollback",
		"hold",
		"extend"
	]).optional(),
	strict: boolean().optional()
}));

// packages/core/src/config/config.ts
const configSchema = strictObject({
	version: literal(1).default(1),
	model: string().regex(MODEL_NAME, "expected lower-case letters, digits, \".\", \"_\" or \"-\", at most 63, such as flight-delay").default("model"),
	data: dataSchema.optional(),
	evaluation: evaluationConfigSchema.optional(),
	registry: registrySchema.optional(),
	rollout: rolloutSchema.optional(),
	report: reportSchema.prefault({}),
	retraining: retrainingSchema.optional()
});
function configJsonSchema() {
	return toJSONSchema(configSchema, { io: "input" });
}

// packages/core/src/config/dialects.ts
const DIALECT_KEYS = [
	"validation_gates",
	"validation",
	"monitor"
];
const DIALECT_BLOCKS = {
	validation_gates: ["evaluation", "validation"],
	validation: ["evaluation", "validation_gates"],
	monitor: ["retraining"]
};
const notify = () => array(record(string(), string()));
const comparison = () => strictObject({
	metric: string(),
	threshold: finite.positive()
});
const validationGatesSchema = lazy(() => strictObject({
	performance: record(string(), finite).optional(),
	comparison: union([comparison(), array(comparison())]).optional(),
	data_quality: strictObject({
		missing_rate_max: finite.optional(),
		drift_psi_max: finite.optional()
	}).optional(),
	promote_on_pass: string().optional(),
	notify_on_fail: notify().optional()
}));
const validationSchema = lazy(() => strictObject({
	compare_to: string().optional(),
	tolerance: finite.optional(),
	promote_on_pass: string().optional(),
	notify_on_fail: notify().optional()
}).catchall(finite));
const monitorSchema = lazy(() => strictObject({
	model: string().optional(),
	methods: strictObject({ psi: strictObject({ threshold: finite.nonnegative() }) }),
	on_trigger: strictObject({
		action: literal("retrain"),
		pipeline: string().optional(),
		workflow: string().optional()
	}).optional(),
	windows: string().optional(),
	rescore: commandLine.optional()
}));
const POINT = { evidence: "point" };
function emptyRewrite() {
	return {
		blocks: {},
		origins: /* @__PURE__ */ new Map(),
		problems: []
	};
}
function rewriteValidationGates(gates) {
	const result = emptyRewrite();
	const checks = [];
	const add = (check, origin) => {
		result.origins.set(`evaluation.checks.${checks.length}`, ["validation_gates", ...origin]);
		checks.push({
			...check,
			...POINT
		});
	};
	for (const [key, bound] of Object.entries(gates.performance ?? {})) {
		const match = /^(.+)_(min|max)(?:_(ms|s))?$/.exec(key);
		if (!match) {
			result.problems.push({
				path: [
					"validation_gates",
					"performance",
					key
				],
				message: `expected METRIC_min or METRIC_max, such as accuracy_min or latency_p99_max_ms; found ${key}`
			});
			continue;
		}
		const [, metric, side, unit] = match;
		add({
			metric,
			[side]: bound,
			...unit ? { unit } : {}
		}, ["performance", key]);
	}
	for (const [i, entry] of asArray(gates.comparison).entries()) {
		const origin = Array.isArray(gates.comparison) ? ["comparison", i] : ["comparison"];
		add({
			metric: entry.metric,
			vs: "champion",
			min_ratio: entry.threshold
		}, origin);
	}
	const quality = gates.data_quality ?? {};
	if (quality.missing_rate_max !== void 0) add({
		metric: "missing_rate",
		source: "data_report",
		max: quality.missing_rate_max
	}, ["data_quality", "missing_rate_max"]);
	if (quality.drift_psi_max !== void 0) add({
		metric: "drift_psi",
		source: "data_report",
		max: quality.drift_psi_max
	}, ["data_quality", "drift_psi_max"]);
	result.blocks.evaluation = {
		checks,
		...outcome(gates)
	};
	return result;
}
function rewriteValidation(block) {
	const result = emptyRewrite();
	const { compare_to, tolerance, promote_on_pass, notify_on_fail, ...bounds } = block;
	const checks = [];
	const metrics = /* @__PURE__ */ new Map();
	for (const [key, bound] of Object.entries(bounds)) {
		const match = /^(min|max)_(.+)$/.exec(key) ?? /^(.+)_(min|max)$/.exec(key);
		if (!match) {
			result.problems.push({
				path: ["validation", key],
				message: `expected min_METRIC or max_METRIC; found ${key}`
			});
			continue;
		}
		const [metric, side] = match[1] === "min" || match[1] === "max" ? [match[2], match[1]] : [match[1], match[2]];
		result.origins.set(`evaluation.checks.${checks.length}`, ["validation", key]);
		checks.push({
			metric,
			[side]: bound,
			...POINT
		});
		if (!metrics.has(metric)) metrics.set(metric, key);
	}
	if (tolerance !== void 0 && tolerance > 0) result.problems.push({
		path: ["validation", "tolerance"],
		message: `ambiguous sign: ${tolerance} could ask for a gain or allow a loss; write -${tolerance} for an allowed loss, or \`min_delta: ${tolerance}\` in the canonical form for a required gain`
	});
	if (tolerance !== void 0 && compare_to === void 0) result.problems.push({
		path: ["validation", "tolerance"],
		message: "needs `compare_to: production`"
	});
	if (compare_to !== void 0 && metrics.size === 0) result.problems.push({
		path: ["validation", "compare_to"],
		message: "names no metric: add min_METRIC or max_METRIC"
	});
	if (compare_to !== void 0) for (const [metric, key] of metrics) {
		result.origins.set(`evaluation.checks.${checks.length}`, ["validation", tolerance === void 0 ? key : "tolerance"]);
		checks.push({
			metric,
			vs: "champion",
			min_delta: tolerance ?? 0,
			...POINT
		});
	}
	result.blocks.evaluation = {
		checks,
		...compare_to === void 0 ? {} : { champion: { alias: championAlias(compare_to) } },
		...outcome({
			promote_on_pass,
			notify_on_fail
		})
	};
	return result;
}
function rewriteMonitor(block) {
	const result = emptyRewrite();
	if (block.model !== void 0) result.blocks.model = block.model;
	result.blocks.data = { defaults: { drift: { psi: block.methods.psi.threshold } } };
	const trigger = block.on_trigger;
	result.blocks.retraining = {
		when: { drift: { windows: block.windows ?? "1 of 1" } },
		...trigger?.pipeline === void 0 ? {} : { pipeline: { name: trigger.pipeline } },
		...trigger?.workflow === void 0 ? {} : { workflow: trigger.workflow }
	};
	return result;
}
function championAlias(name) {
	return name === "production" || name === "prod" ? "champion" : name;
}
function outcome(block) {
	return {
		...block.promote_on_pass === void 0 ? {} : { promote_to: block.promote_on_pass },
		...block.notify_on_fail === void 0 ? {} : { notify_on_fail: block.notify_on_fail }
	};
}
function asArray(value) {
	if (value === void 0) return [];
	return Array.isArray(value) ? value : [value];
}

// packages/core/src/config/problems.ts
const MOST_SHOWN = 20;
function problemsOf(issues, input, prefix = []) {
	return issues.flatMap((issue) => problemsOfIssue(issue, input, prefix));
}
function problemsOfIssue(issue, input, prefix) {
	const path = [...prefix, ...issue.path];
	if (issue.code === "unrecognized_keys") {
		const known = knownKeys(path);
		return issue.keys.map((key, i) => ({
			path: [...path, key],
			message: i < MOST_SHOWN ? unknownKey(key, known) : "unknown key"
		}));
	}
	if (issue.code === "invalid_union") {
		const best = bestBranch(issue.errors.filter((branch) => branch.length > 0), valueAt(input, issue.path));
		if (best) return problemsOf(best, valueAt(input, issue.path), path);
	}
	const received = describe(valueAt(input, issue.path));
	return [{
		path,
		message: `${lowerFirst(issue.message)} (found ${received})`
	}];
}
function bestBranch(branches, value) {
	if (value === null || typeof value !== "object") return void 0;
	const score = (branch) => branch.reduce((worst, issue) => {
		const wrongShape = issue.path.length === 0 && issue.code === "invalid_type" ? 100 : 0;
		const missing = issue.code === "invalid_type" && valueAt(value, issue.path) === void 0 ? 10 : 0;
		const unknown = issue.code === "unrecognized_keys" ? issue.keys.length * 5 : 0;
		return worst + wrongShape + missing + unknown + 1;
	}, 0);
	return [...branches].sort((a, b) => score(a) - score(b))[0];
}
function unknownKey(key, known) {
	const near = nearestNames(key, known, 1)[0] ?? nearestName(key, known);
	if (near === void 0) return `unknown key \`${key}\``;
	return `unknown key \`${key}\`; did you mean \`${near}\`? (known here: ${known.join(", ")})`;
}
function knownKeys(path) {
	const root = configJsonSchema();
	let nodes = [root];
	for (const step of path) nodes = nodes.flatMap((node) => childrenOf(node, root, step));
	const names = nodes.flatMap((node) => branchesOf(node, root)).flatMap((node) => Object.keys(node.properties ?? {}));
	return [...new Set(names)];
}
function branchesOf(node, root) {
	const target = typeof node.$ref === "string" ? resolveRef(root, node.$ref) : node;
	return [target, ...[
		...target.anyOf ?? [],
		...target.oneOf ?? [],
		...target.allOf ?? []
	].flatMap((branch) => branchesOf(branch, root))];
}
function childrenOf(node, root, step) {
	return branchesOf(node, root).flatMap((branch) => {
		const properties = branch.properties;
		if (properties && Object.hasOwn(properties, String(step))) return [properties[String(step)]];
		if (typeof step === "number" && branch.items) return [branch.items];
		const extra = branch.additionalProperties;
		return extra && typeof extra === "object" ? [extra] : [];
	});
}
function resolveRef(root, ref) {
	return ref.replace(/^#\/?/, "").split("/").filter(Boolean).reduce((node, key) => node[key], root);
}
function valueAt(value, path) {
	return path.reduce((node, step) => node !== null && typeof node === "object" ? node[step] : void 0, value);
}
function describe(value) {
	if (value === void 0) return "nothing";
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
function configError(file, problems, locate) {
	const lines = problems.slice(0, MOST_SHOWN).map(({ path, message }) => {
		const where = locate(path);
		const key = path.length === 0 ? "" : ` ${path.join(".")}:`;
		return `${file}:${where.line}:${key} ${message}`;
	});
	if (problems.length > MOST_SHOWN) lines.push(`and ${problems.length - MOST_SHOWN} more`);
	const first = locate(problems[0].path);
	return new ConfigError({
		code: "CONFIG_INVALID",
		message: `The configuration ${file} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}: ${lines.join("; ")}`,
		hint: "Every key is described in schema/config.json (editors show it) and in docs/configuration.md.",
		location: {
			file,
			line: first.line,
			column: first.column
		}
	});
}

// packages/core/src/config/load.ts
function loadConfig(text, file) {
	const yaml = parseYamlText(text, configPurpose(file));
	if (yaml.value === null || typeof yaml.value !== "object" || Array.isArray(yaml.value)) throw configError(file, [{
		path: [],
		message: "expected keys such as `data:` and `evaluation:`; found no mapping"
	}], yaml.locate);
	const raw = yaml.value;
	const dialect = DIALECT_KEYS.filter((key) => raw[key] !== void 0);
	const { written, origins } = dialect.length === 0 ? {
		written: raw,
		origins: /* @__PURE__ */ new Map()
	} : rewrite(raw, dialect, yaml, file);
	const parsed = configSchema.safeParse(written);
	const original = (path) => originOf(path, origins);
	if (!parsed.success) {
		const problems = problemsOf(parsed.error.issues, written).map((problem) => ({
			...problem,
			path: original(problem.path)
		}));
		throw configError(file, problems, yaml.locate);
	}
	const config = parsed.data;
	const problems = crossCheck(config);
	if (problems.length > 0) throw configError(file, problems.map((problem) => ({
		...problem,
		path: original(problem.path)
	})), yaml.locate);
	return {
		file,
		config,
		written,
		dialect: dialect[0] ?? null,
		locate: (path) => ({
			file,
			line: yaml.locate(original(path)).line
		})
	};
}
function rewrite(raw, keys, yaml, file) {
	const clashes = keys.flatMap((key) => DIALECT_BLOCKS[key].filter((block) => raw[block] !== void 0).map((block) => ({
		path: [key],
		message: `\`${key}\` and \`${block}\` say the same thing twice: keep one of them`
	})));
	if (clashes.length > 0) throw configError(file, clashes, yaml.locate);
	const origins = /* @__PURE__ */ new Map();
	const written = { ...raw };
	for (const key of keys) {
		const result = rewriteOne(key, raw[key], yaml, file);
		if (result.problems.length > 0) throw configError(file, result.problems, yaml.locate);
		delete written[key];
		for (const [canonical, path] of result.origins) origins.set(canonical, path);
		for (const [block, value] of Object.entries(result.blocks)) {
			written[block] = mergeBlock(written[block], value, block, key, yaml, file);
			if (!origins.has(block)) origins.set(block, [key]);
		}
	}
	return {
		written,
		origins
	};
}
function mergeBlock(present, value, block, key, yaml, file) {
	if (present === void 0) return value;
	if (present === value) return value;
	const data = present;
	if (block === "data" && typeof present === "object" && present !== null && data.defaults?.drift === void 0) {
		const added = value;
		return {
			...data,
			defaults: {
				...data.defaults,
				...added.defaults
			}
		};
	}
	throw configError(file, [{
		path: [key],
		message: `\`${key}\` also writes \`${block}\`: keep one of them`
	}], yaml.locate);
}
function rewriteOne(key, value, yaml, file) {
	const parse = (schema) => {
		const parsed = schema.safeParse(value);
		if (!parsed.success) throw configError(file, problemsOf(parsed.error.issues, value, [key]), yaml.locate);
		return parsed.data;
	};
	switch (key) {
		case "validation_gates": return rewriteValidationGates(parse(validationGatesSchema));
		case "validation": return rewriteValidation(parse(validationSchema));
		case "monitor": return rewriteMonitor(parse(monitorSchema));
	}
}
function originOf(path, origins) {
	for (let length = path.length; length > 0; length--) {
		const origin = origins.get(path.slice(0, length).join("."));
		if (origin) return origin;
	}
	return path;
}
function crossCheck(config) {
	const problems = [];
	const datasets = Object.keys(config.data?.datasets ?? {});
	const known = (names, path) => {
		for (const name of names ?? []) if (!datasets.includes(name)) problems.push({
			path,
			message: `unknown dataset \`${name}\`; known: ${datasets.join(", ") || "none"}`
		});
	};
	for (const [name, dataset] of Object.entries(config.data?.datasets ?? {})) if (dataset.reference !== void 0) known([dataset.reference], [
		"data",
		"datasets",
		name,
		"reference"
	]);
	for (const [name, checks] of Object.entries(config.data?.columns ?? {})) known(checks.datasets, [
		"data",
		"columns",
		name,
		"datasets"
	]);
	for (const [i, check] of (config.data?.checks ?? []).entries()) known(check.datasets, [
		"data",
		"checks",
		i,
		"datasets"
	]);
	return problems;
}

export { configSchema as n, loadConfig as t };