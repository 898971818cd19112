import { n as canonicalJson } from "./core-canonical-json.js";
import { r as EXIT, t as ConfigError } from "./core-errors.js";
import { t as loadConfig } from "./core-load.js";
import { t as utcDate } from "./core-clock.js";
import { f as duckdbMeasurementEngine, t as validateData } from "./data-main.js";
import { t as profileDataset } from "./data-profile-dataset.js";
import { n as writeDocument, r as writeWhole, t as metaOf } from "./use-cases-document-file.js";
import { t as accessEngine } from "./use-cases-engine-access.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { basename, extname, join, relative, resolve } from "node:path";
import { appendFileSync, existsSync, readFileSync } from "node:fs";

// packages/use-cases/src/init/configuration-text.ts
const MAX_VALUES = 20;
const MIN_ROWS_FOR_DRIFT = 200;
const quote = (text) => JSON.stringify(text);
function configurationText(facts) {
	return [
		"# What a change to this model has to prove. Reference: docs/configuration.md of model-delivery;",
		"# editors complete the keys with schema/config.json.",
		"version: 1",
		`model: ${quote(facts.model)}`,
		"",
		"data:",
		"  datasets:",
		...dataset(facts),
		"",
		...columns(facts),
		"",
		...checks(facts),
		"",
		"  # A check that is too noisy to decide: warn (default) or block.",
		"  on_inconclusive: warn",
		"",
		"# The model. Remove the comment signs when training writes a prediction file: one row an example, with the label and the",
		"# probability of the positive class.",
		"# evaluation:",
		"#   candidate: { predictions: out/predictions.csv }",
		"#   champion:  { directory: models/production }        # the same file of the model that serves today",
		"#   columns:   { id: id, label: label, score: score }",
		"#   checks:",
		"#     - { metric: roc_auc, min: 0.80 }",
		"#     - { metric: log_loss, vs: champion, max_regression: 0.005 }",
		"",
		"# The registry: models by the digest of their bytes, and a ledger of what every alias named, on a branch of this repository.",
		"# With it `champion: { alias: champion }` above compares with what serves, wherever the evaluation runs.",
		"# registry:",
		"#   store:  { oci_layout: registry/ }                  # hosted runners: { oci: \"ghcr.io/OWNER/models\" }",
		"#   ledger: { git: refs/heads/model-ledger, remote: origin }",
		"#   require: { evaluation: pass, data: pass }",
		"",
		"# The canary: 5 % -> 100 % on evidence. max_rate: about twice the share of errors of what serves today.",
		"# rollout:",
		"#   endpoint: my-model",
		"#   target: { dev_gateway: { weights: run/weights.json } }   # or command | nginx | registry_alias",
		"#   smoke:  { protocol: oip-v2, candidate: \"http://127.0.0.1:9002\", fixtures: golden.json, tolerance: { abs: 1.0e-6 } }",
		"#   source: { prometheus_text: \"http://127.0.0.1:9100/metrics\" }",
		"#   steps: [ { weight: 5, min_time: 30m, min_requests: 2000 }, { weight: 25, min_time: 10m }, { weight: 50, min_time: 10m }, { weight: 100 } ]",
		"#   guardrails:",
		"#     - { id: errors, kind: count, events: 'requests_total{code=~\"5..\"}', total: requests_total, arm_label: version, harm_if: up, non_inferiority: 1.5, max_rate: 0.01 }",
		"#   breakers: [ { id: broken, guardrail: errors, max_share: 0.5, min_requests: 20 } ]",
		"#   horizon: 6h",
		"#   inconclusive: rollback",
		"",
		"# Retraining when the world has moved on.",
		"# retraining:",
		"#   workflow: ml-retrain.yml",
		"#   when: { drift: { windows: \"2 of 3\" }, age: 30d }",
		"#   cooldown: 6h",
		"#   budget: { runs: 3, per: 7d }",
		"",
		"report: { comment: true, check: true, html: true }",
		""
	].join("\n");
}
function dataset({ dataset, source, profilePath, key }) {
	const fields = [
		`source: ${quote(source)}`,
		...profilePath === null ? [] : [`profile: ${quote(profilePath)}`],
		...key === null ? [] : [`key: [${quote(key)}]`]
	];
	return ["    # The profile is what drift is measured against: refresh it when a new model goes into production.", `    ${quote(dataset)}: { ${fields.join(", ")} }`];
}
function columns({ profile, key }) {
	if (profile === null) return [
		"  # columns:",
		"  #   age:     { type: integer, missing: 0, range: [0, 120], drift: { psi: 0.1 } }",
		"  #   country: { type: string, missing: { max_share: 0.01 }, values: [DE, FR, US] }"
	];
	return [
		"  # As the data is today, with some room. Tighten what you know better.",
		"  columns:",
		...profile.columns.filter((column) => !/[*?]/.test(column.name)).map((column) => `    ${quote(column.name)}: { ${columnChecks(column, profile.rows, key).join(", ")} }`)
	];
}
function columnChecks(column, rows, key) {
	const empty = column.missing === rows;
	return [
		`type: ${column.type}`,
		`missing: ${missing(column.missing, rows)}`,
		...empty ? [] : range(column),
		...empty ? [] : values(column),
		...!empty && column.name !== key && driftFits(column, rows) ? ["drift: { psi: 0.1 }"] : []
	];
}
function missing(count, rows) {
	if (count === 0) return "0";
	return `{ max_share: ${Math.min(1, Math.ceil(2e3 * count / rows) / 1e3)} }`;
}
function range({ type, numeric }) {
	if (type !== "integer" && type !== "number" || numeric?.min == null || numeric.max == null) return [];
	const [min, max] = [Number(numeric.min), Number(numeric.max)];
	const room = (max - min || Math.abs(max) || 1) / 10;
	const lower = min >= 0 && min - room < 0 ? 0 : Math.floor(min - room);
	const finite = numeric.nan + numeric.positive_infinity + numeric.negative_infinity === 0;
	const bounds = `range: [${lower}, ${Math.ceil(max + room)}]`;
	return finite ? type === "number" ? [bounds, "finite: true"] : [bounds] : [];
}
function values({ type, categories }) {
	if (type !== "string" || !categories?.complete || categories.values.length > MAX_VALUES) return [];
	if (categories.values.some(([value]) => value.length > 40)) return [];
	return [`values: [${categories.values.map(([value]) => quote(value)).join(", ")}]`];
}
function driftFits({ type, numeric, categories }, rows) {
	if (rows < MIN_ROWS_FOR_DRIFT) return false;
	if (type === "integer" || type === "number") return (numeric?.deciles.length ?? 0) >= 1;
	return type === "string" && (categories?.values.length ?? 0) >= 2 && (categories?.distinct ?? rows) < rows / 10;
}
function checks({ profile, key }) {
	if (profile === null) return [
		"  # checks:",
		"  #   - { row_count: { min: 1000 } }",
		"  #   - { rule: \"arrival >= departure\" }"
	];
	return [
		"  checks:",
		`    - { columns: { require: [${profile.columns.map((column) => quote(column.name)).join(", ")}], allow_extra: true } }`,
		`    - { row_count: { min: ${Math.max(1, Math.floor(profile.rows / 2))} } }`,
		...key === null ? [] : [`    - { unique: [${quote(key)}] }`],
		"    # - { rule: \"arrival >= departure\", name: arrival-after-departure }   # any SQL condition over the columns"
	];
}

// packages/use-cases/src/init/key-column.ts
function keyColumn(profile) {
	return profile.columns.filter((column) => column.missing === 0 && /(^|_)(id|uuid|key)$/i.test(column.name)).find((column) => differsInEveryRow(column, profile.rows))?.name ?? null;
}
function differsInEveryRow(column, rows) {
	if (column.categories) return column.categories.distinct === rows;
	if (column.type !== "integer" || !column.numeric) return false;
	const span = Number(column.numeric.max) - Number(column.numeric.min) + 1;
	const fullest = Math.max(...column.numeric.counts);
	return span >= rows && fullest <= Math.max(2, 2 * rows / column.numeric.counts.length);
}

// packages/use-cases/src/init/workflow-text.ts
function workflowText() {
	return `name: Model

on:
  pull_request:
  push:
    branches: [main]

permissions: {}

concurrency:
  group: model-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  model:
    name: Model
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read # checkout, and the policy of the base commit
      pull-requests: write # the comment
      checks: write # the check run with the details
    steps:
      - name: Check out
        uses: actions/checkout@v6
        with:
          persist-credentials: false

      - name: Validate the data
        uses: model-delivery/model-delivery/actions/validate-data@v1

      # Train here, then compare with the production model (see \`evaluation:\` in model-delivery.yaml):
      # - name: Train
      #   run: python train.py
      # - name: Compare with the production model
      #   uses: model-delivery/model-delivery/actions/evaluate-gate@v1
      #   with:
      #     model: out/model

      # Last, and also when a step before it stopped the pull request: this is how the reviewer learns why.
      - name: Report
        if: \${{ !cancelled() }}
        uses: model-delivery/model-delivery/actions/post-report@v1
`;
}

// packages/use-cases/src/init.ts
const CONFIG = "model-delivery.yaml";
const WORKFLOW = ".github/workflows/ml.yml";
const IGNORED = ".model-delivery/";
async function init$1(host, request) {
	const directory = resolve(host.cwd, request.directory);
	const dataset = request.data === void 0 ? "train" : datasetName(request.data);
	const profilePath = `profiles/${dataset}.json`;
	refuseToOverwrite(directory, request.data === void 0 ? [CONFIG, WORKFLOW] : [
		CONFIG,
		WORKFLOW,
		profilePath
	], request.force);
	const profile = request.data === void 0 ? null : await profileOf(host, request);
	const source = request.data === void 0 ? "data/train.csv" : posix(relative(directory, resolve(host.cwd, request.data)));
	const text = configurationText({
		model: modelName(basename(directory)),
		dataset,
		source,
		profilePath: profile === null ? null : profilePath,
		profile,
		key: profile === null ? null : keyColumn(profile)
	});
	loadConfig(text, CONFIG);
	const files = [CONFIG, WORKFLOW];
	writeWhole(join(directory, CONFIG), text);
	writeWhole(join(directory, WORKFLOW), workflowText());
	if (profile !== null) {
		writeDocument(join(directory, profilePath), profile, metaOf(host, host.now()));
		files.push(profilePath);
	}
	if (ignore(directory)) files.push(".gitignore");
	return {
		files,
		verdict: profile === null ? null : await verdictOf(host, request, directory, text)
	};
}
function refuseToOverwrite(directory, files, force) {
	const present = files.filter((file) => existsSync(join(directory, file)));
	if (force || present.length === 0) return;
	throw new ConfigError({
		code: "INIT_WOULD_OVERWRITE",
		message: `init would overwrite ${present.join(", ")} in ${directory}; nothing was written.`,
		hint: "Add --force to overwrite, or write elsewhere with --dir DIR."
	});
}
async function profileOf(host, request) {
	return profileDataset({
		config: null,
		source: request.data,
		baseDirectory: host.cwd,
		workingDirectory: host.cwd,
		signal: host.signal,
		engine: engineOf(host, request)
	});
}
function engineOf(host, request) {
	return async () => {
		const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
		return duckdbMeasurementEngine({
			binding,
			tempDirectory: temporaryDirectory
		});
	};
}
async function verdictOf(host, request, directory, text) {
	const { report } = await validateData({
		config: loadConfig(text, CONFIG).config,
		baseDirectory: directory,
		workingDirectory: host.cwd,
		asOf: utcDate(host.now()),
		signal: host.signal,
		engine: engineOf(host, request)
	});
	return report.verdict;
}
function ignore(directory) {
	const path = join(directory, ".gitignore");
	const present = existsSync(path) ? readFileSync(path, "utf8") : "";
	if (present.split("\n").some((line) => line.trim() === IGNORED || line.trim() === ".model-delivery")) return false;
	appendFileSync(path, `${present === "" || present.endsWith("\n") ? "" : "\n"}${IGNORED}\n`);
	return true;
}
function datasetName(path) {
	const stem = basename(path).replace(/\.gz$/, "");
	const name = stem.slice(0, stem.length - extname(stem).length).replaceAll(/[^A-Za-z0-9_-]+/g, "-").replaceAll(/^-+|-+$/g, "");
	return name === "" ? "train" : name;
}
function modelName(directory) {
	const name = directory.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").slice(0, 63);
	return name === "" ? "model" : name;
}
function posix(path) {
	return path.replaceAll("\\", "/");
}

// packages/cli/src/commands/init.ts
const init = {
	summary: "Profile a file and write a commented configuration and a workflow that pass on it.",
	usage: ["[--data FILE] [--dir DIR] [--force]"],
	flags: {
		data: {
			description: "Data file to profile (CSV, Parquet, JSON Lines); without it a template is written.",
			value: "FILE"
		},
		dir: {
			description: "Directory of the repository (default: here).",
			value: "DIR"
		},
		force: { description: "Overwrite files that are there." },
		"engine-path": {
			description: "Directory with the DuckDB library.",
			value: "DIR"
		}
	},
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`init takes no word; found ${call.words[0]}.`, "Name the file with --data FILE.");
		const result = await init$1(host, {
			data: textFlag(call, "data"),
			directory: textFlag(call, "dir") ?? ".",
			force: call.values.force === true,
			enginePath: textFlag(call, "engine-path")
		});
		const proof = result.verdict === null ? [] : [`validated the data with it: ${result.verdict}`];
		const next = ["next: npx model-delivery validate, then commit the files"];
		return {
			exitCode: result.verdict === "fail" ? EXIT.fail : result.verdict === "error" ? EXIT.evidence : EXIT.pass,
			text: [
				...result.files.map((file) => `wrote ${file}`),
				...proof,
				...next
			].join("\n"),
			json: canonicalJson({ files: result.files })
		};
	}
};

export { init };