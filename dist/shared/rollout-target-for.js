import { a as ExternalError, d as registerSecret, l as redact, o as InternalError, s as PermissionError, t as ConfigError } from "./core-errors.js";
import { t as LATER_TARGETS } from "./core-traffic.js";
import { r as sha256Hex } from "./core-digest.js";
import { n as durationMs, t as ARMS } from "./rollout-ports.js";
import { a as withFileLock, i as weightsText, n as readWeightsFile, r as replaceFile, t as parseWeights } from "./rollout-weights-file.js";
import { relative, resolve } from "node:path";
import { readFile } from "node:fs/promises";
import { spawn } from "node:child_process";

// packages/rollout/src/json-command.ts
const MAX_OUTPUT_BYTES = 10485760;
const SHOWN_STDERR = 1e3;
const GRACE_MS = 2e3;
async function runJsonCommand(call) {
	const { stdout } = await runCommand(call);
	if (stdout.trim() === "") return void 0;
	try {
		return JSON.parse(stdout);
	} catch (cause) {
		throw new ExternalError({
			code: "COMMAND_ANSWER_NOT_JSON",
			system: call.name,
			message: `${label(call)} printed no JSON: ${excerpt(stdout)}`,
			hint: "It must print exactly one JSON value on standard output; everything else belongs on standard error.",
			cause
		});
	}
}
function runCommand(call) {
	return new Promise((resolve, reject) => {
		const [program, ...args] = call.command;
		const child = spawn(program, args, {
			cwd: call.context.directory,
			env: call.context.env,
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			shell: false,
			detached: true
		});
		const stop = watchLimits(call, child.pid);
		const output = {
			stdout: "",
			stderr: ""
		};
		collect(child.stdout, (text) => {
			if (output.stdout.length <= MAX_OUTPUT_BYTES) output.stdout += text;
			else stop.now("printed more than 10 MB");
		});
		collect(child.stderr, (text) => {
			output.stderr = (output.stderr + text).slice(-10485760);
		});
		child.stdin.on("error", () => {});
		child.stdin.end(`${JSON.stringify(call.input)}\n`);
		child.on("error", (error) => {
			stop.done();
			reject(notStarted(call, error));
		});
		child.on("close", (code, signal) => {
			stop.done();
			if (stop.reason() === void 0 && code === 0) resolve(output);
			else reject(failed(call, stop.reason() ?? (code === null ? `ended by ${signal}` : `exit code ${code}`), output));
		});
	});
}
function collect(stream, add) {
	stream.setEncoding("utf8");
	stream.on("data", add);
}
function watchLimits(call, pid) {
	let reason;
	let killTimer;
	const signalGroup = (signal) => {
		if (pid === void 0) return;
		try {
			process.kill(-pid, signal);
		} catch {}
	};
	const now = (why) => {
		if (reason !== void 0) return;
		reason = why;
		signalGroup("SIGTERM");
		killTimer = setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
	};
	const timer = setTimeout(() => now(`no end after ${call.timeoutMs / 1e3} s`), call.timeoutMs);
	const onAbort = () => now("stopped because this run is ending");
	call.signal?.addEventListener("abort", onAbort, { once: true });
	if (call.signal?.aborted) onAbort();
	return {
		now,
		reason: () => reason,
		done: () => {
			clearTimeout(timer);
			clearTimeout(killTimer);
			call.signal?.removeEventListener("abort", onAbort);
		}
	};
}
function label(call) {
	return `The command of ${call.name} (${call.command[0]})`;
}
function excerpt(text) {
	const shown = redact(text.trim().slice(0, 64 * SHOWN_STDERR)).replaceAll(/\s*\n\s*/g, "; ");
	return shown.length > SHOWN_STDERR ? `${shown.slice(0, SHOWN_STDERR)}…` : shown;
}
function notStarted(call, error) {
	return new ConfigError({
		code: "COMMAND_NOT_STARTED",
		message: `${label(call)} could not be started in ${relative(process.cwd(), call.context.directory) || "the working directory"}: ${error.code ?? error.message}.`,
		hint: "Name a program on the PATH or a path relative to the configuration; arguments are separate list items, no shell reads them.",
		cause: error
	});
}
function failed(call, why, output) {
	const said = excerpt(output.stderr) || excerpt(output.stdout) || "nothing printed";
	return new ExternalError({
		code: "COMMAND_FAILED",
		system: call.name,
		message: `${label(call)} failed: ${why}; it said: ${said}`,
		hint: "Run the same command by hand with the same environment; it must end with exit code 0.",
		retryable: true
	});
}

// packages/rollout/src/sources/command-source.ts
function commandSource(settings, context) {
	return {
		kind: "command",
		read: async (signal) => {
			const answer = await runJsonCommand({
				name: "source.command",
				command: settings.command,
				input: {
					guardrails: settings.guardrails,
					arms: settings.arms
				},
				timeoutMs: settings.timeoutMs,
				context,
				signal
			});
			try {
				return readingFrom(answer, settings.guardrails, context.now ?? Date.now);
			} catch (cause) {
				throw new ExternalError({
					code: "SOURCE_ANSWER_UNUSABLE",
					system: "source.command",
					message: `The answer of source.command cannot be used: ${cause.message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
					hint: "Expected {\"t\":SECONDS,\"arms\":{\"stable\":{\"n\":…,\"<guardrail id>\":…},\"candidate\":{…}}} with cumulative counters.",
					cause
				});
			}
		}
	};
}
function readingFrom(answer, guardrails, now) {
	const { t, arms, problems } = object(answer, "the answer");
	if (t !== void 0 && (typeof t !== "number" || !Number.isFinite(t))) throw new Error("`t` is no number of seconds");
	const byArm = object(arms, "`arms`");
	for (const arm of Object.keys(byArm)) if (!ARMS.includes(arm)) throw new Error(`unknown arm ${JSON.stringify(arm)}`);
	return {
		timeMs: t === void 0 ? now() : Math.round(t * 1e3),
		guardrails: Object.fromEntries(guardrails.map((guardrail) => [guardrail.id, Object.fromEntries(ARMS.map((arm) => [arm, numbersOf(guardrail, arm, byArm[arm])]))])),
		problems: problems === void 0 ? [] : texts(problems)
	};
}
function numbersOf(guardrail, arm, value) {
	if (value === void 0 || value === null) return null;
	const numbers = object(value, `arms.${arm}`);
	const own = Object.hasOwn(numbers, guardrail.id) ? numbers[guardrail.id] : void 0;
	if (own === void 0 || own === null) return null;
	const where = `arms.${arm}.${guardrail.id}`;
	if (guardrail.kind === "mean") {
		const mean = object(own, where);
		return {
			n: number(mean.n, where),
			sum: number(mean.sum, where),
			sum_sq: number(mean.sum_sq ?? 0, where)
		};
	}
	if (typeof own === "object") {
		const count = object(own, where);
		return {
			n: number(count.n, where),
			events: number(count.events, where)
		};
	}
	return {
		n: number(numbers.n, `arms.${arm}.n`),
		events: number(own, where)
	};
}
function number(value, where) {
	if (typeof value === "number") return value;
	if (value === null || value === void 0 || value === "NaN") return NaN;
	throw new Error(`${where}: expected a number`);
}
function object(value, where) {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	throw new Error(`${where}: expected an object`);
}
function texts(value) {
	if (Array.isArray(value) && value.every((text) => typeof text === "string")) return value;
	throw new Error("`problems`: expected a list of texts");
}

// packages/rollout/src/sources/selector.ts
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*(,?)/;
const MAX_LENGTH = 4096;
function parseSelector(text, key) {
	const refuse = (what) => new ConfigError({
		code: "METRIC_SELECTOR_INVALID",
		message: `${key}: ${what}; found ${text.slice(0, 200)}`,
		hint: "Name a raw counter with optional label conditions, such as requests_total{code=~\"5..\"}: rates and sums are formed here, per arm and window."
	});
	if (text.length > MAX_LENGTH) throw refuse(`longer than ${MAX_LENGTH} characters`);
	const trimmed = text.trim();
	const metric = METRIC.exec(trimmed)?.[0];
	if (metric === void 0) throw refuse("expected the name of a metric");
	const rest = trimmed.slice(metric.length).trim();
	if (rest === "") return {
		metric,
		matchers: []
	};
	if (!rest.startsWith("{") || !rest.endsWith("}")) throw refuse("expected METRIC or METRIC{label=\"value\",…}");
	const matchers = [];
	let inside = rest.slice(1, -1);
	let more = true;
	while (inside.trim() !== "") {
		const match = MATCHER.exec(inside);
		if (match === null || !more) throw refuse(`expected label="value" at ${inside.trim().slice(0, 40)}`);
		matchers.push(matcher(match[1], match[2], unquote(match[3]), refuse));
		inside = inside.slice(match[0].length);
		more = match[4] === ",";
	}
	return {
		metric,
		matchers
	};
}
function matcher(label, op, value, refuse) {
	if (op === "=") return {
		label,
		op,
		value,
		test: (found) => found === value
	};
	if (op === "!=") return {
		label,
		op,
		value,
		test: (found) => found !== value
	};
	let pattern;
	try {
		pattern = new RegExp(`^(?:${value})$`, "s");
	} catch (error) {
		throw refuse(`${label}${op}: ${error.message}`);
	}
	return {
		label,
		op,
		value,
		test: (found) => pattern.test(found) === (op === "=~")
	};
}
function unquote(quoted) {
	return quoted.slice(1, -1).replace(/\\(.)/g, (_, escaped) => {
		if (escaped === "n") return "\n";
		if (escaped === "t") return "	";
		return escaped;
	});
}
function selects(selector, labels) {
	return selector.matchers.every((matcher) => matcher.test(labels.get(matcher.label) ?? ""));
}
function promQl(selector) {
	if (selector.matchers.length === 0) return selector.metric;
	const conditions = selector.matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
	return `${selector.metric}{${conditions.join(",")}}`;
}

// packages/rollout/src/sources/guardrail-counters.ts
const DEFAULT_ARM_LABEL = "version";
function guardrailPlans(guardrails) {
	return guardrails.map(planOf);
}
function planOf(guardrail) {
	const armLabel = guardrail.arm_label ?? DEFAULT_ARM_LABEL;
	const query = (text, role) => ({
		selector: parseSelector(text, `rollout.guardrails ${guardrail.id}: ${role}`),
		by: [armLabel]
	});
	if (guardrail.kind === "histogram") return histogramPlan(guardrail, armLabel, query(guardrail.metric, "metric").selector);
	const { id } = guardrail;
	const total = query(guardrail.total, "total");
	if (guardrail.kind === "mean") return {
		id,
		armLabel,
		queries: {
			total,
			events: query(guardrail.value, "value")
		},
		numbers: meanOf
	};
	return {
		id,
		armLabel,
		queries: {
			total,
			events: query(guardrail.events, "events")
		},
		numbers: countOf
	};
}
function countOf(total, events) {
	return total.length === 0 ? null : {
		n: sum(total),
		events: sum(events)
	};
}
function meanOf(total, value) {
	if (total.length === 0 || value.length === 0 && sum(total) > 0) return null;
	return {
		n: sum(total),
		sum: sum(value),
		sum_sq: 0
	};
}
function histogramPlan(guardrail, armLabel, selector) {
	const buckets = {
		...selector,
		metric: `${selector.metric}_bucket`
	};
	return {
		id: guardrail.id,
		armLabel,
		queries: { total: {
			selector: buckets,
			by: [armLabel, "le"]
		} },
		numbers: (samples) => {
			if (samples.length === 0) return null;
			const at = (edge) => samples.filter((sample) => edgeOf(sample) === edge);
			const [fast, all] = [at(guardrail.slo), at(Number.POSITIVE_INFINITY)];
			if (fast.length === 0) throw notAnEdge(guardrail, buckets.metric, samples);
			if (all.length === 0) return {
				n: NaN,
				events: NaN
			};
			return {
				n: sum(all),
				events: sum(all) - sum(fast)
			};
		}
	};
}
function edgeOf(sample) {
	const text = sample.labels.get("le") ?? "";
	return text === "+Inf" || text === "Inf" ? Number.POSITIVE_INFINITY : text === "" ? NaN : Number(text);
}
function notAnEdge(guardrail, metric, samples) {
	const edges = [...new Set(samples.map(edgeOf))].filter(Number.isFinite).sort((a, b) => a - b);
	return new ConfigError({
		code: "HISTOGRAM_SLO_NOT_AN_EDGE",
		message: `rollout.guardrails ${guardrail.id}: slo ${guardrail.slo} is no bucket edge of ${metric}; its edges are ${edges.slice(0, 50).join(", ") || "none"}.`,
		hint: "How many requests were slower is known at bucket edges only: choose one of them, or add a bucket to the server."
	});
}
function sum(samples) {
	return samples.reduce((total, sample) => total + sample.value, 0);
}
function assembleReading(plans, arms, samplesOf, when) {
	const guardrails = {};
	for (const plan of plans) {
		const of = (query, arm) => query === void 0 ? [] : samplesOf(query).filter((sample) => sample.labels.get(plan.armLabel) === arms[arm]);
		guardrails[plan.id] = Object.fromEntries(ARMS.map((arm) => [arm, plan.numbers(of(plan.queries.total, arm), of(plan.queries.events, arm))]));
	}
	return {
		timeMs: when.timeMs,
		guardrails,
		problems: when.problems
	};
}
function queriesOf(plans) {
	return plans.flatMap(({ queries }) => queries.events === void 0 ? [queries.total] : [queries.total, queries.events]);
}
function selectSamples(samples, query) {
	return samples.filter((sample) => sample.metric === query.selector.metric && selects(query.selector, sample.labels));
}

// packages/rollout/src/sources/metrics-http.ts
const MAX_BYTES = 10485760;
const TIMEOUT_MS = 1e4;
const ATTEMPTS$1 = 2;
async function fetchMetrics(request) {
	for (let attempt = 1;; attempt++) try {
		return await fetchOnce(request);
	} catch (error) {
		if (!(error instanceof ExternalError && error.retryable && !request.signal?.aborted) || attempt === ATTEMPTS$1) throw error;
	}
}
async function fetchOnce({ url, form, token, signal }) {
	const timeout = AbortSignal.timeout(TIMEOUT_MS);
	let answer;
	let body;
	try {
		answer = await fetch(url, {
			method: form === void 0 ? "GET" : "POST",
			...form === void 0 ? {} : { body: new URLSearchParams(form) },
			headers: token === null ? {} : { authorization: `Bearer ${token}` },
			signal: signal === void 0 ? timeout : AbortSignal.any([signal, timeout])
		});
		body = await readBounded(answer, url);
	} catch (cause) {
		if (cause instanceof ExternalError) throw cause;
		throw unreachable(url, cause);
	}
	if (answer.status === 200) return body;
	throw refused(url, answer.status, body);
}
async function readBounded(answer, url) {
	const chunks = [];
	let size = 0;
	for await (const chunk of answer.body ?? []) {
		size += chunk.length;
		if (size > MAX_BYTES) throw new ExternalError({
			code: "METRICS_TOO_LARGE",
			system: "metrics",
			message: `Reading ${url}: the answer is larger than ${MAX_BYTES / 1024 / 1024} MB.`,
			hint: "Serve the guardrails on their own endpoint, or read them through a Prometheus server."
		});
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
function unreachable(url, cause) {
	const inner = cause.cause;
	return new ExternalError({
		code: "METRICS_UNREACHABLE",
		system: "metrics",
		message: `Reading ${url} failed: ${inner?.code ?? inner?.message ?? cause.message}.`,
		hint: "Check rollout.source, and that the address can be reached from where this runs.",
		retryable: true,
		attempts: ATTEMPTS$1,
		cause
	});
}
function refused(url, status, body) {
	const found = `${url} answered ${status}: ${body.trim().slice(0, 300) || "nothing"}`;
	if (status === 401 || status === 403) return new PermissionError({
		code: "METRICS_REFUSED",
		message: `Reading metrics: ${found}`,
		hint: "Give the token by the environment and name its variable: source: { prometheus: { url: …, token_env: NAME } }."
	});
	return new ExternalError({
		code: "METRICS_FAILED",
		system: "metrics",
		message: `Reading metrics: ${found}`,
		hint: "Open the address by hand; it must answer 200.",
		retryable: status >= 500 || status === 429,
		attempts: ATTEMPTS$1
	});
}

// packages/rollout/src/sources/prometheus-source.ts
function prometheusSource(settings) {
	const plans = guardrailPlans(settings.guardrails);
	return {
		kind: "prometheus",
		read: async (signal) => {
			const ask = (query, time) => queryVector(settings, query, time, signal);
			const now = (await ask("vector(time())")).samples[0]?.value ?? NaN;
			const queries = new Map(queriesOf(plans).map((query) => [promQlSum(query), query]));
			const answers = /* @__PURE__ */ new Map();
			for (const text of queries.keys()) answers.set(text, await ask(text, now));
			const ages = await Promise.all([...new Set(plans.map((plan) => promQlTime(plan.queries.total)))].map((text) => ask(text, now)));
			const times = ages.flatMap(({ samples }) => samples.map((sample) => sample.value));
			return assembleReading(plans, settings.arms, (query) => answers.get(promQlSum(query))?.samples ?? [], {
				timeMs: Math.round(1e3 * times.reduce((a, b) => Math.min(a, b), now)),
				problems: [...new Set([...answers.values(), ...ages].flatMap(({ warnings }) => warnings))]
			});
		}
	};
}
function promQlSum(query) {
	return `sum by (${query.by.join(",")}) (${promQl(query.selector)})`;
}
function promQlTime(query) {
	return `min by (${query.by[0]}) (timestamp(${promQl(query.selector)}))`;
}
async function queryVector(settings, query, time, signal) {
	const url = `${settings.url.replace(/\/$/, "")}/api/v1/query`;
	const text = await fetchMetrics({
		url,
		form: time === void 0 ? { query } : {
			query,
			time: String(time)
		},
		token: settings.token,
		signal
	});
	try {
		return parseVector(JSON.parse(text));
	} catch (cause) {
		throw new ExternalError({
			code: "PROMETHEUS_ANSWER_UNUSABLE",
			system: "prometheus",
			message: `The answer of ${url} to ${query} cannot be used (${cause.message}): ${text.slice(0, 200)}`,
			hint: "rollout.source.prometheus must name the root of a Prometheus server, such as http://127.0.0.1:9090.",
			cause
		});
	}
}
function parseVector(answer) {
	if (answer.status !== "success") throw new Error(`status ${String(answer.status)}: ${String(answer.error)}`);
	if (answer.data?.resultType !== "vector" || !Array.isArray(answer.data.result)) throw new Error("expected a vector");
	return {
		samples: answer.data.result.map(({ metric, value }) => ({
			metric: "",
			labels: new Map(Object.entries(metric)),
			value: parseValue(value[1]),
			timeMs: value[0] * 1e3
		})),
		warnings: Array.isArray(answer.warnings) ? answer.warnings.map((text) => `Prometheus warns: ${text}`) : []
	};
}
function parseValue(text) {
	if (text === "+Inf") return Number.POSITIVE_INFINITY;
	if (text === "-Inf") return Number.NEGATIVE_INFINITY;
	return text.trim() === "" ? NaN : Number(text);
}

// packages/rollout/src/sources/exposition.ts
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\[\\"n])*)"\s*(,?)/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|0[xX][0-9a-fA-F]+|Inf|NaN|Infinity)$/i;
const MAX_LINE = 1e6;
function parseExposition(text, wanted) {
	const samples = [];
	let start = 0;
	for (let number = 1; start < text.length; number++) {
		let end = text.indexOf("\n", start);
		if (end === -1) end = text.length;
		const line = text.slice(start, end);
		start = end + 1;
		const sample = parseLine(line, number, wanted);
		if (sample !== null) samples.push(sample);
	}
	return samples;
}
function parseLine(line, number, wanted) {
	const trimmed = line.trim();
	if (trimmed === "" || trimmed.startsWith("#")) return null;
	if (trimmed.length > MAX_LINE) throw unreadable(number, "the line is longer than a million characters");
	NAME.lastIndex = 0;
	const metric = NAME.exec(trimmed)?.[0];
	if (metric === void 0) throw unreadable(number, `expected the name of a metric; found ${trimmed.slice(0, 60)}`);
	if (!wanted.has(metric)) return null;
	const { labels, end } = parseLabels(trimmed, metric.length, number);
	const [value, time, ...rest] = trimmed.slice(end).split(" # ")[0].trim().split(/\s+/);
	if (!value || rest.length > 0) throw unreadable(number, `expected a value after ${metric}`);
	return {
		metric,
		labels,
		value: parseNumber(value, number),
		timeMs: time === void 0 ? null : parseTime(time, number)
	};
}
function parseLabels(line, from, number) {
	const labels = /* @__PURE__ */ new Map();
	let at = from;
	while (line[at] === " " || line[at] === "	") at++;
	if (line[at] !== "{") return {
		labels,
		end: at
	};
	at++;
	for (let more = true;;) {
		while (line[at] === " " || line[at] === "	") at++;
		if (line[at] === "}") return {
			labels,
			end: at + 1
		};
		LABEL.lastIndex = at;
		const match = LABEL.exec(line);
		if (match === null || !more) throw unreadable(number, `expected label="value" or }; found ${line.slice(at, at + 60)}`);
		if (labels.has(match[1])) throw unreadable(number, `the label ${match[1]} stands twice`);
		labels.set(match[1], unescapeLabel(match[2]));
		at = LABEL.lastIndex;
		more = match[3] === ",";
	}
}
function unescapeLabel(text) {
	return text.includes("\\") ? text.replace(/\\([\\"n])/g, (_, c) => c === "n" ? "\n" : c) : text;
}
function parseNumber(text, line) {
	if (!NUMBER.test(text)) throw unreadable(line, `expected a number; found ${text.slice(0, 60)}`);
	const lower = text.toLowerCase();
	if (lower.endsWith("nan")) return NaN;
	if (lower.includes("inf")) return lower.startsWith("-") ? -Infinity : Infinity;
	return Number(text);
}
function parseTime(text, line) {
	const value = parseNumber(text, line);
	return text.includes(".") || Math.abs(value) < 1e11 ? value * 1e3 : value;
}
function unreadable(line, what) {
	return new ExternalError({
		code: "METRICS_TEXT_UNREADABLE",
		system: "metrics",
		message: `Reading the metrics text, line ${line}: ${what}.`,
		hint: "Expected the Prometheus text format, such as requests_total{version=\"stable\",code=\"200\"} 1027"
	});
}

// packages/rollout/src/sources/prometheus-text-source.ts
function prometheusTextSource(settings) {
	const plans = guardrailPlans(settings.guardrails);
	const wanted = new Set(queriesOf(plans).map((query) => query.selector.metric));
	return {
		kind: "prometheus_text",
		read: async (signal) => {
			const text = await fetchMetrics({
				url: settings.url,
				token: settings.token,
				signal
			});
			const samples = parseExposition(text, wanted);
			return assembleReading(plans, settings.arms, (query) => selectSamples(samples, query), {
				timeMs: oldestTime(samples) ?? settings.now(),
				problems: []
			});
		}
	};
}
function oldestTime(samples) {
	const times = samples.flatMap((sample) => sample.timeMs === null ? [] : [sample.timeMs]);
	return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

// packages/rollout/src/sources/source-for.ts
const COMMAND_TIMEOUT$1 = "30s";
function sourceFor(config, guardrails, arms, context) {
	const labels = arms ?? {
		stable: "stable",
		candidate: "candidate"
	};
	if (new Set(ARMS.map((arm) => labels[arm])).size < ARMS.length) throw new ConfigError({
		code: "ROLLOUT_ARMS_ALIKE",
		message: `rollout.arms names both arms ${labels.stable}: their numbers could not be told apart.`,
		hint: "Name the two values that the label arm_label has in the metrics."
	});
	if ("command" in config) {
		const { read, timeout } = Array.isArray(config.command) ? {
			read: config.command,
			timeout: void 0
		} : config.command;
		const timeoutMs = durationMs(timeout ?? COMMAND_TIMEOUT$1);
		return commandSource({
			command: read,
			guardrails,
			arms: labels,
			timeoutMs
		}, context);
	}
	const [kind, server] = "prometheus" in config ? ["prometheus", config.prometheus] : ["prometheus_text", config.prometheus_text];
	const url = typeof server === "string" ? server : server.url;
	const token = typeof server === "string" ? null : tokenOf(kind, server.token_env, context);
	return kind === "prometheus" ? prometheusSource({
		url,
		token,
		guardrails,
		arms: labels
	}) : prometheusTextSource({
		url,
		token,
		guardrails,
		arms: labels,
		now: context.now ?? Date.now
	});
}
function tokenOf(kind, name, context) {
	if (name === void 0) return null;
	const value = context.env[name];
	if (value === void 0 || value === "") throw new ConfigError({
		code: "SOURCE_TOKEN_MISSING",
		message: `rollout.source.${kind}.token_env names ${name}, which is not set in the environment.`,
		hint: `Set ${name}, for example from a secret in the step's env.`
	});
	registerSecret(value);
	return value;
}

// packages/rollout/src/targets/split-percentages.ts
function inPercent(weights) {
	const total = weights.stable + weights.candidate;
	if (total === 0 || total === 100) return {
		stable: weights.stable,
		candidate: weights.candidate
	};
	const candidate = 100 * weights.candidate / total;
	return {
		stable: 100 - candidate,
		candidate
	};
}
function sameWeights(a, b) {
	return a.stable === b.stable && a.candidate === b.candidate;
}

// packages/rollout/src/targets/command-target.ts
const ROUNDING = .5;
function commandTarget(settings, context) {
	const call = (name, command, input, signal) => ({
		name: `target.command.${name}`,
		command,
		input,
		timeoutMs: settings.timeoutMs,
		context,
		signal
	});
	const read = async (signal) => stateFrom("read", await runJsonCommand(call("read", settings.read, {}, signal)));
	const target = {
		kind: "command",
		canSplit: true,
		promotesByAlias: false,
		read,
		apply: async (weights, expect, key, signal) => {
			const answer = await runJsonCommand(call("apply", settings.apply, {
				weights,
				expect,
				key
			}, signal));
			const conflict = isObject(answer) && answer.conflict === true;
			const state = isObject(answer) && answer.weights !== void 0 && answer.version !== void 0 ? stateFrom("apply", answer) : await read(signal);
			return {
				ok: !conflict && (sameSplit(state.weights, weights) || !state.converged),
				state
			};
		}
	};
	const promote = settings.promote;
	if (promote === void 0) return target;
	return {
		...target,
		promote: async (version, key, signal) => {
			await runCommand(call("promote", promote, {
				version,
				key
			}, signal));
		}
	};
}
function sameSplit(a, b) {
	if (a.candidate === 0 !== (b.candidate === 0) || a.stable === 0 !== (b.stable === 0)) return false;
	return Math.abs(a.candidate - b.candidate) <= ROUNDING;
}
function stateFrom(name, answer) {
	try {
		if (!isObject(answer)) throw new Error("expected an object");
		if (typeof answer.version !== "string" || answer.version === "") throw new Error("`version` is missing");
		return {
			weights: inPercent(parseWeights(JSON.stringify(answer.weights ?? null))),
			version: answer.version,
			candidateReady: optionalBoolean(answer, "candidate_ready") ?? null,
			converged: optionalBoolean(answer, "converged") ?? true
		};
	} catch (cause) {
		throw new ExternalError({
			code: "COMMAND_ANSWER_UNUSABLE",
			system: `target.command.${name}`,
			message: `The answer of target.command.${name} cannot be used: ${cause.message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
			hint: "Expected {\"weights\":{\"stable\":95,\"candidate\":5},\"version\":\"…\"}; `version` changes with every change of the split.",
			cause
		});
	}
}
function optionalBoolean(answer, key) {
	const value = answer[key];
	if (value === void 0 || value === null) return void 0;
	if (typeof value !== "boolean") throw new Error(`\`${key}\` is not true or false`);
	return value;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// packages/rollout/src/targets/dev-gateway-target.ts
const HTTP_TIMEOUT_MS = 5e3;
const ATTEMPTS = 3;
function devGatewayFileTarget(path) {
	return {
		kind: "dev_gateway",
		canSplit: true,
		promotesByAlias: false,
		read: async () => stateOf(await readWeightsFile(path)),
		apply: async (weights, expect) => withFileLock(path, async () => {
			const before = await readWeightsFile(path);
			if (before.version !== expect) {
				const state = stateOf(before);
				return {
					ok: sameWeights(state.weights, inPercent(weights)),
					state
				};
			}
			await replaceFile(path, weightsText(weights));
			return {
				ok: true,
				state: stateOf(await readWeightsFile(path))
			};
		})
	};
}
function stateOf({ weights, version }) {
	return {
		weights: inPercent(weights),
		version,
		candidateReady: null,
		converged: true
	};
}
function devGatewayAdminTarget(admin) {
	registerSecret(admin.token);
	const address = `${admin.url.replace(/\/$/, "")}/-/weights`;
	return {
		kind: "dev_gateway",
		canSplit: true,
		promotesByAlias: false,
		read: async (signal) => (await ask(address, admin.token, {}, signal)).state,
		apply: async (weights, expect, _key, signal) => {
			const headers = {
				"content-type": "application/json",
				"if-match": `"${expect}"`
			};
			const answer = await ask(address, admin.token, {
				method: "PUT",
				headers,
				body: weightsText(weights)
			}, signal);
			return {
				ok: answer.status === 200 || sameWeights(answer.state.weights, inPercent(weights)),
				state: answer.state
			};
		}
	};
}
async function ask(address, token, init, signal) {
	let last;
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		const timeout = AbortSignal.timeout(HTTP_TIMEOUT_MS);
		try {
			const answer = await fetch(address, {
				...init,
				redirect: "error",
				headers: {
					...init.headers,
					authorization: `Bearer ${token}`
				},
				signal: signal === void 0 ? timeout : AbortSignal.any([signal, timeout])
			});
			const text = await answer.text();
			if (answer.status < 500) return understand(address, answer.status, text);
			last = /* @__PURE__ */ new Error(`it answered ${answer.status}`);
		} catch (error) {
			if (error instanceof ExternalError || error instanceof PermissionError || signal?.aborted) throw error;
			last = error;
		}
	}
	throw new ExternalError({
		code: "GATEWAY_UNREACHABLE",
		system: "dev_gateway",
		message: `Asking the gateway at ${address} failed ${ATTEMPTS} times: ${reasonOf(last)}.`,
		hint: "Check that the gateway runs and that rollout.target.dev_gateway.admin.url names its admin port.",
		retryable: true,
		attempts: ATTEMPTS,
		cause: last
	});
}
function understand(address, status, text) {
	if (status === 401 || status === 403) throw new PermissionError({
		code: "GATEWAY_TOKEN_REFUSED",
		message: `The gateway at ${address} refused the token (${status}).`,
		hint: "The variable that rollout.target.dev_gateway.admin.token_env names must hold the gateway's admin.token."
	});
	try {
		if (status !== 200 && status !== 412) throw new Error(`status ${status}`);
		const body = JSON.parse(text);
		if (typeof body.version !== "string") throw new Error("no version");
		return {
			status,
			state: {
				weights: inPercent(parseWeights(JSON.stringify(body.weights))),
				version: body.version,
				candidateReady: null,
				converged: true
			}
		};
	} catch (cause) {
		throw new ExternalError({
			code: "GATEWAY_ANSWER_UNUSABLE",
			system: "dev_gateway",
			message: `The answer of ${address} cannot be used (${cause.message}): ${text.slice(0, 200)}`,
			hint: "Check that the address is the admin port of a model-delivery gateway.",
			cause
		});
	}
}
function reasonOf(error) {
	const cause = error.cause;
	return cause?.code ?? cause?.message ?? error.message;
}

// packages/rollout/src/targets/nginx-split.ts
const HUNDREDTHS = 100;
const HEADER = "# model-delivery split";
function renderSplit(weights, names) {
	const rounded = roundToHundredths(weights);
	const { stable, candidate } = names.upstreams;
	const arms = rounded.candidate === 0 ? [`    * ${stable};`] : rounded.stable === 0 ? [`    * ${candidate};`] : [`    ${rounded.candidate}% ${candidate};`, `    * ${stable};`];
	return [
		`${HEADER} ${JSON.stringify({
			stable: rounded.stable,
			candidate: rounded.candidate
		})}`,
		"# Written by model-delivery; a change by hand is reported as foreign.",
		`split_clients "${names.key}" $${names.variable} {`,
		...arms,
		"}",
		""
	].join("\n");
}
function roundToHundredths(weights) {
	const candidate = Math.round(weights.candidate * HUNDREDTHS) / HUNDREDTHS;
	return {
		stable: Math.round((100 - candidate) * HUNDREDTHS) / HUNDREDTHS,
		candidate
	};
}
function parseSplit(text, names) {
	const code = text.replace(/#[^\n]*/g, "");
	const body = /split_clients\s+(?:"[^"]*"|\S+)\s+\$([A-Za-z_]\w*)\s*\{([^{}]*)\}/.exec(code);
	if (body === null || body[1] !== names.variable) return null;
	const { stable, candidate } = names.upstreams;
	let candidateShare = 0;
	let assigned = 0;
	for (const line of body[2].split(";").map((part) => part.trim())) {
		if (line === "") continue;
		const match = /^(?:(\d+(?:\.\d{1,2})?)%|\*)\s+(\S+)$/.exec(line);
		if (match === null || match[2] !== stable && match[2] !== candidate) return null;
		const share = match[1] === void 0 ? 100 - assigned : Number(match[1]);
		assigned += share;
		if (match[2] === candidate) candidateShare += share;
	}
	return assigned === 100 ? roundToHundredths({
		stable: 0,
		candidate: candidateShare
	}) : null;
}

// packages/rollout/src/targets/nginx-target.ts
function nginxTarget(settings, context) {
	const nginx = new Nginx(settings, context);
	return {
		kind: "nginx",
		canSplit: true,
		promotesByAlias: false,
		read: () => nginx.read(),
		apply: (weights, expect, _key, signal) => nginx.apply(weights, expect, signal)
	};
}
var Nginx = class {
	#settings;
	#context;
	#names;
	#loadedFile;
	constructor(settings, context) {
		this.#settings = settings;
		this.#context = context;
		this.#loadedFile = `${settings.config}.loaded`;
		this.#names = {
			upstreams: {
				stable: settings.upstreams?.stable ?? "stable",
				candidate: settings.upstreams?.candidate ?? "candidate"
			},
			variable: settings.variable ?? "model_delivery_arm",
			key: settings.key ?? "$request_id"
		};
	}
	async read() {
		return (await this.#look()).state;
	}
	async #look() {
		const text = await this.#readConfig();
		const written = parseSplit(text, this.#names);
		if (written === null) throw this.#unreadable(`it holds no split of ${Object.values(this.#names.upstreams).join(" and ")}`);
		const loaded = await this.#readLoaded();
		const inStep = loaded === null || loaded.sha256 === sha256Hex(text);
		return {
			state: {
				weights: inStep ? written : loaded.weights,
				version: sha256Hex(`${text}\n${loaded?.sha256 ?? ""}`),
				candidateReady: null,
				converged: true
			},
			inStep
		};
	}
	apply(weights, expect, signal) {
		const { config } = this.#settings;
		return withFileLock(config, async () => {
			const { state: before, inStep } = await this.#look();
			const wanted = roundToHundredths(weights);
			if (before.version !== expect) return {
				ok: inStep && sameWeights(before.weights, wanted),
				state: before
			};
			const old = await this.#readConfig();
			if (inStep) await this.#recordLoaded(old, before.weights);
			const text = renderSplit(wanted, this.#names);
			await replaceFile(config, text);
			await this.#loadOrRestore(old, signal);
			await this.#recordLoaded(text, wanted);
			return {
				ok: true,
				state: await this.read()
			};
		});
	}
	async #loadOrRestore(old, signal) {
		try {
			await this.#run("test", this.#settings.test ?? ["nginx", "-t"], signal);
			await this.#run("reload", this.#settings.reload ?? [
				"nginx",
				"-s",
				"reload"
			], signal);
		} catch (cause) {
			await replaceFile(this.#settings.config, old);
			throw new ExternalError({
				code: "NGINX_REFUSED",
				system: "nginx",
				message: `nginx did not take the new split: ${cause.message}`,
				hint: `The file ${this.#settings.config} was put back as it was. Run the test command by hand.`,
				retryable: true,
				cause
			});
		}
	}
	async #run(name, command, signal) {
		const { timeoutMs } = this.#settings;
		await runCommand({
			name: `target.nginx.${name}`,
			command,
			input: {},
			timeoutMs,
			context: this.#context,
			signal
		});
	}
	async #readConfig() {
		try {
			return await readFile(this.#settings.config, "utf8");
		} catch (cause) {
			throw this.#unreadable(cause.code === "ENOENT" ? "no such file" : String(cause), cause);
		}
	}
	#unreadable(found, cause) {
		return new ExternalError({
			code: "NGINX_SPLIT_UNREADABLE",
			system: "nginx",
			message: `Reading the nginx include ${this.#settings.config}: ${found}.`,
			hint: `Write it once, include it in nginx's http block and reload:\n${renderSplit({
				stable: 100,
				candidate: 0
			}, this.#names)}`,
			cause
		});
	}
	async #readLoaded() {
		const text = await readFile(this.#loadedFile, "utf8").catch((error) => {
			if (error.code === "ENOENT") return null;
			throw this.#unreadable(`${this.#loadedFile}: ${error.message}`, error);
		});
		if (text === null) return null;
		try {
			const { sha256, weights } = JSON.parse(text);
			if (typeof sha256 === "string" && typeof weights.stable === "number" && typeof weights.candidate === "number") return {
				sha256,
				weights
			};
		} catch {}
		throw this.#unreadable(`${this.#loadedFile} is not what this tool writes; delete it and reload nginx`);
	}
	async #recordLoaded(text, weights) {
		const { stable, candidate } = weights;
		const record = {
			sha256: sha256Hex(text),
			weights: {
				stable,
				candidate
			}
		};
		await replaceFile(this.#loadedFile, `${JSON.stringify(record)}\n`);
	}
};

// packages/rollout/src/targets/promote-by-command.ts
const PROMOTE_TIMEOUT_MS = 9e5;
function promoteByCommand(target, command, context) {
	if (command === void 0) return target;
	return {
		...target,
		promote: async (version, key, signal) => {
			await runCommand({
				name: `target.${target.kind}.promote`,
				command,
				input: {
					version,
					key
				},
				timeoutMs: PROMOTE_TIMEOUT_MS,
				context,
				signal
			});
			const before = await target.read(signal);
			if ((await target.apply({
				stable: 100,
				candidate: 0
			}, before.version, key, signal)).ok) return;
			throw new ExternalError({
				code: "PROMOTE_CONFLICT",
				system: target.kind,
				message: "Somebody else changed the split while the promoted model was moved to the stable arm.",
				hint: "Look at the target, then run `model-delivery canary reconcile`.",
				retryable: true
			});
		}
	};
}

// packages/rollout/src/targets/registry-alias-target.ts
const STATE = {
	weights: {
		stable: 100,
		candidate: 0
	},
	version: "alias",
	candidateReady: null,
	converged: true
};
function registryAliasTarget() {
	return {
		kind: "registry_alias",
		canSplit: false,
		promotesByAlias: true,
		read: async () => ({
			...STATE,
			weights: { ...STATE.weights }
		}),
		apply: async (weights) => {
			if (weights.stable === 100) return {
				ok: true,
				state: {
					...STATE,
					weights: { ...STATE.weights }
				}
			};
			throw new InternalError({
				code: "TARGET_CANNOT_SPLIT",
				message: `A registry_alias target was asked for ${weights.candidate} % on the candidate; it cannot split traffic.`
			});
		}
	};
}

// packages/rollout/src/targets/target-for.ts
const COMMAND_TIMEOUT = "60s";
const NGINX_TIMEOUT = "30s";
function targetFor(config, context) {
	for (const kind of LATER_TARGETS) if (config[kind] !== void 0) throw notInThisVersion(kind);
	if (config.dev_gateway !== void 0) return gatewayTarget(config.dev_gateway, context);
	if (config.command !== void 0) {
		const { read, apply, promote, timeout } = config.command;
		return commandTarget({
			read,
			apply,
			promote,
			timeoutMs: durationMs(timeout ?? COMMAND_TIMEOUT)
		}, context);
	}
	if (config.nginx !== void 0) {
		const timeoutMs = durationMs(config.nginx.timeout ?? NGINX_TIMEOUT);
		const target = nginxTarget({
			...config.nginx,
			config: resolve(context.directory, config.nginx.config),
			timeoutMs
		}, context);
		return promoteByCommand(target, config.nginx.promote, context);
	}
	if (config.registry_alias !== void 0) return registryAliasTarget();
	throw new ConfigError({
		code: "ROLLOUT_TARGET_MISSING",
		message: "rollout.target names no target; expected dev_gateway, command, nginx or registry_alias.",
		hint: "For example `target: { dev_gateway: { weights: run/weights.json } }`; see docs/rollout-targets.md."
	});
}
function gatewayTarget(config, context) {
	const target = config.admin === void 0 ? devGatewayFileTarget(resolve(context.directory, config.weights ?? "")) : devGatewayAdminTarget({
		url: config.admin.url,
		token: secretOf(config.admin.token_env, context)
	});
	return promoteByCommand(target, config.promote, context);
}
function secretOf(name, context) {
	const value = context.env[name];
	if (value !== void 0 && value !== "") return value;
	throw new ConfigError({
		code: "TARGET_TOKEN_MISSING",
		message: `rollout.target.dev_gateway.admin.token_env names ${name}, which is not set in the environment.`,
		hint: `Set ${name} to the gateway's admin.token, for example from a secret in the step's env.`
	});
}
function notInThisVersion(kind) {
	return new ConfigError({
		code: "ROLLOUT_TARGET_NOT_IN_THIS_VERSION",
		message: `rollout.target names ${kind}, which this version does not implement; it implements dev_gateway, command, nginx and registry_alias.`,
		hint: "Until then `command` drives any system that has a command line: three small scripts, see docs/rollout-targets.md."
	});
}

export { sourceFor as n, targetFor as t };