import { r as EXIT, t as ConfigError } from "./core-errors.js";
import { n as canonicalJson } from "./core-canonical-json.js";
import { n as gatewaySchema } from "./core-traffic.js";
import { r as nearestName } from "./core-names.js";
import { n as parseYamlText } from "./core-yaml-text.js";
import { n as durationMs, t as ARMS } from "./rollout-ports.js";
import { r as sha256Hex } from "./core-digest.js";
import { a as withFileLock, i as weightsText, r as replaceFile, t as parseWeights } from "./rollout-weights-file.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { timingSafeEqual } from "node:crypto";
import { readFileSync, watch } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { pipeline } from "node:stream";
import { readFile, stat } from "node:fs/promises";

// packages/rollout/src/gateway/gateway-config.ts
const DEFAULT_BUCKETS = [
	.005,
	.01,
	.025,
	.05,
	.1,
	.25,
	.5,
	1,
	2.5,
	5,
	10
];
const DEFAULT_TIMEOUT = "30s";
const KNOWN = [
	"listen",
	"arms",
	"weights",
	"admin",
	"timeout",
	"buckets",
	"seed",
	"stable",
	"candidate",
	"token"
];
function readGatewayConfig(text, file, directory, env) {
	const yaml = parseYamlText(text, {
		file,
		what: "gateway configuration",
		fail: (message, hint) => new ConfigError({
			code: "GATEWAY_CONFIG_UNREADABLE",
			message,
			hint
		})
	});
	const parsed = gatewaySchema.safeParse(yaml.value);
	if (!parsed.success) throw invalid(parsed.error.issues.map((issue) => {
		return `${file}:${yaml.locate(issue.path).line}: ${issue.path.join(".") || "top level"}: ${describeIssue(issue)}`;
	}).join("; "));
	return resolveSettings(parsed.data, file, directory, env);
}
function describeIssue(issue) {
	if (issue.code !== "unrecognized_keys" || issue.keys === void 0) return issue.message;
	return issue.keys.map((key) => {
		const near = nearestName(key, KNOWN);
		return `unknown key \`${key}\`${near === void 0 ? "" : `; did you mean \`${near}\`?`}`;
	}).join(", ");
}
function resolveSettings(config, file, directory, env) {
	const buckets = config.buckets ?? DEFAULT_BUCKETS;
	if (buckets.some((edge, i) => i > 0 && edge <= buckets[i - 1])) throw invalid(`${file}: buckets: expected ascending upper edges in seconds; found ${buckets.join(", ")}`);
	return {
		listen: listenAddress(config.listen, `${file}: listen`),
		arms: Object.fromEntries(ARMS.map((arm) => [arm, armUrl(config.arms[arm], `${file}: arms.${arm}`)])),
		weightsFile: isAbsolute(config.weights) ? config.weights : resolve(directory, config.weights),
		admin: config.admin === void 0 ? null : {
			listen: listenAddress(config.admin.listen, `${file}: admin.listen`),
			token: token(config.admin.token, file, env)
		},
		timeoutMs: durationMs(config.timeout ?? DEFAULT_TIMEOUT),
		buckets,
		seed: config.seed ?? null
	};
}
function armUrl(text, where) {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || url.protocol !== "http:") throw invalid(`${where}: expected an http:// address, such as http://127.0.0.1:9001; found ${text}`);
	return url;
}
function listenAddress(value, where) {
	const text = String(value).replace(/^http:\/\//, "").replace(/\/$/, "");
	const match = /^(?:(\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]*):)?(\d{1,5})$/.exec(text);
	const port = Number(match?.[2]);
	if (match === null || port > 65535) throw invalid(`${where}: expected HOST:PORT, such as 127.0.0.1:9000 (port 0 lets the system choose); found ${value}`);
	const host = match[1];
	if (host === void 0) return {
		host: "127.0.0.1",
		port
	};
	if (host === "") return {
		host: "0.0.0.0",
		port
	};
	return {
		host: host.replace(/^\[|\]$/g, ""),
		port
	};
}
function token(value, file, env) {
	if (value === void 0) return null;
	const name = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(value)?.[1];
	if (name === void 0) return value;
	const found = env[name];
	if (found === void 0 || found === "") throw invalid(`${file}: admin.token: the environment variable ${name} is not set`);
	return found;
}
function invalid(problem) {
	return new ConfigError({
		code: "GATEWAY_CONFIG_INVALID",
		message: `The gateway configuration cannot be used: ${problem}`,
		hint: "Expected listen, arms {stable, candidate}, weights, and optionally admin {listen, token}; see docs/rollout-targets.md."
	});
}

// packages/rollout/src/gateway/admin.ts
const METRICS_PATH = "/metrics";
const WEIGHTS_PATH = "/-/weights";
const MAX_BODY_BYTES = 65536;
const JSON_TEXT = /^(?:application\/(?:[a-z0-9.+-]+\+)?json|text\/plain|application\/x-www-form-urlencoded|application\/octet-stream)\s*(?:;.*)?$/i;
function answerMetrics(metrics, incoming, outgoing) {
	incoming.resume();
	if (incoming.method !== "GET" && incoming.method !== "HEAD") {
		json(outgoing, 405, { error: `${METRICS_PATH} answers GET` }, { allow: "GET, HEAD" });
		return;
	}
	const text = metrics.text();
	outgoing.writeHead(200, {
		"content-type": "text/plain; version=0.0.4; charset=utf-8",
		"content-length": Buffer.byteLength(text)
	});
	outgoing.end(incoming.method === "HEAD" ? void 0 : text);
}
async function answerAdmin(weights, metrics, token, incoming, outgoing) {
	const path = (incoming.url ?? "/").split("?")[0];
	if (path === "/metrics") return answerMetrics(metrics, incoming, outgoing);
	if (path === "/-/weights") return answerWeights(weights, token, incoming, outgoing);
	incoming.resume();
	if (path === "/-/ready") return json(outgoing, 200, { ready: true });
	json(outgoing, 404, { error: `unknown path; known: ${METRICS_PATH}, ${WEIGHTS_PATH}, /-/ready` });
}
async function answerWeights(live, token, incoming, outgoing) {
	if (token === null || !isAuthorized(incoming.headers.authorization, token)) {
		incoming.resume();
		return json(outgoing, 401, { error: `${token === null ? "this gateway has no admin.token: its weights change by file only" : "wrong or no token"}; expected Authorization: Bearer TOKEN` }, { "www-authenticate": "Bearer" });
	}
	if (incoming.method === "GET") {
		incoming.resume();
		return sendInForce(outgoing, 200, live);
	}
	if (incoming.method !== "PUT") {
		incoming.resume();
		return json(outgoing, 405, { error: `${WEIGHTS_PATH} answers GET and PUT` }, { allow: "GET, PUT" });
	}
	await putWeights(live, incoming, outgoing);
}
async function putWeights(live, incoming, outgoing) {
	const type = incoming.headers["content-type"];
	if (type !== void 0 && !JSON_TEXT.test(type)) {
		incoming.resume();
		return json(outgoing, 415, { error: `expected Content-Type: application/json; found ${type}` });
	}
	const body = await readBody(incoming);
	if (body === null) return json(outgoing, 413, { error: `the body is larger than ${MAX_BODY_BYTES} bytes` });
	let wanted;
	try {
		wanted = parseWeights(body);
	} catch (error) {
		return json(outgoing, 400, { error: error.message });
	}
	const expect = incoming.headers["if-match"]?.replace(/^"|"$/g, "") ?? null;
	try {
		const { ok } = await live.replace(wanted, expect);
		sendInForce(outgoing, ok ? 200 : 412, live);
	} catch (error) {
		json(outgoing, 500, { error: `the weights file could not be written: ${error.message}` });
	}
}
function sendInForce(outgoing, code, live) {
	const { weights, version } = live.current();
	json(outgoing, code, {
		weights,
		version
	}, { etag: `"${version}"` });
}
function isAuthorized(header, token) {
	const given = /^Bearer\s+(.+)$/i.exec(header ?? "")?.[1] ?? "";
	return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(token)));
}
async function readBody(incoming) {
	const chunks = [];
	let size = 0;
	for await (const chunk of incoming) {
		size += chunk.length;
		if (size <= MAX_BODY_BYTES) chunks.push(chunk);
	}
	return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString("utf8");
}
function json(outgoing, code, body, headers = {}) {
	const text = `${JSON.stringify(body)}\n`;
	outgoing.writeHead(code, {
		"content-type": "application/json",
		"content-length": Buffer.byteLength(text),
		...headers
	});
	outgoing.end(text);
}

// packages/rollout/src/gateway/choose-arm.ts
function chooseArm(weights, draw) {
	const total = weights.stable + weights.candidate;
	if (total <= 0) return null;
	return draw * total < weights.candidate ? "candidate" : "stable";
}
function seededDraws(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let t = state;
		t = Math.imul(t ^ t >>> 15, t | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return ((t ^ t >>> 14) >>> 0) / 4294967296;
	};
}

// packages/rollout/src/gateway/forward.ts
const HOP_BY_HOP = /* @__PURE__ */ new Set([
	"connection",
	"keep-alive",
	"proxy-authenticate",
	"proxy-authorization",
	"proxy-connection",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade"
]);
const REPEATABLE_BYTES = 1048576;
const CLIENT_CLOSED = 499;
function createForwarder(arms, timeoutMs) {
	const agent = new Agent({
		keepAlive: true,
		maxFreeSockets: 256,
		scheduling: "lifo"
	});
	return {
		forward: (arm, incoming, outgoing, done) => new Exchange(arm, arms[arm], agent, timeoutMs, incoming, outgoing, done).start(),
		close: () => agent.destroy()
	};
}
var Exchange = class {
	#arm;
	#target;
	#agent;
	#timeoutMs;
	#incoming;
	#outgoing;
	#done;
	#upstream;
	#counted = false;
	constructor(arm, target, agent, timeoutMs, incoming, outgoing, done) {
		this.#arm = arm;
		this.#target = target;
		this.#agent = agent;
		this.#timeoutMs = timeoutMs;
		this.#incoming = incoming;
		this.#outgoing = outgoing;
		this.#done = done;
	}
	start() {
		this.#outgoing.on("close", () => {
			if (this.#counted) return;
			if (this.#outgoing.writableFinished) {
				this.#count(this.#outgoing.statusCode);
				return;
			}
			this.#count(CLIENT_CLOSED);
			this.#upstream?.destroy();
		});
		const length = Number(this.#incoming.headers["content-length"] ?? NaN);
		if (!(this.#incoming.headers["transfer-encoding"] !== void 0 || length > 0)) this.#send(Buffer.alloc(0), true);
		else if (length <= REPEATABLE_BYTES) this.#sendBuffered();
		else this.#send(null, false);
	}
	#sendBuffered() {
		const chunks = [];
		this.#incoming.on("data", (chunk) => chunks.push(chunk));
		this.#incoming.on("end", () => this.#send(Buffer.concat(chunks), true));
		this.#incoming.on("error", () => this.#outgoing.destroy());
	}
	#send(body, mayRepeat) {
		if (this.#counted) return;
		const upstream = request({
			agent: this.#agent,
			host: this.#target.hostname.replace(/^\[|\]$/g, ""),
			port: this.#target.port || 80,
			method: this.#incoming.method,
			path: joinPath(this.#target.pathname, this.#incoming.url ?? "/"),
			headers: this.#requestHeaders(),
			timeout: this.#timeoutMs
		});
		this.#upstream = upstream;
		upstream.on("response", (answer) => this.#answer(answer));
		upstream.on("timeout", () => {
			this.#refuse(504, "did not answer in time");
			upstream.destroy();
		});
		upstream.on("error", (error) => {
			const closedWhileIdle = upstream.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
			if (mayRepeat && closedWhileIdle && !this.#outgoing.headersSent) this.#send(body, true);
			else this.#refuse(502, `could not be reached (${error.code ?? error.message})`);
		});
		if (body === null) this.#incoming.pipe(upstream);
		else upstream.end(body);
	}
	#requestHeaders() {
		const headers = endToEnd(this.#incoming.headers);
		headers.host = this.#target.host;
		headers["x-forwarded-host"] ??= this.#incoming.headers.host ?? "";
		headers["x-forwarded-for"] = [this.#incoming.headers["x-forwarded-for"], this.#incoming.socket.remoteAddress].filter(Boolean).join(", ");
		if (this.#incoming.headers["transfer-encoding"] !== void 0) headers["transfer-encoding"] = "chunked";
		return headers;
	}
	#answer(answer) {
		const code = answer.statusCode ?? 502;
		const headers = endToEnd(answer.headers);
		headers["x-model-delivery-arm"] = this.#arm;
		this.#outgoing.writeHead(code, answer.statusMessage, headers);
		answer.on("error", () => this.#count(502));
		pipeline(answer, this.#outgoing, (error) => {
			if (!error) this.#count(code);
		});
	}
	#refuse(code, what) {
		if (this.#counted) return;
		this.#count(code);
		if (this.#outgoing.headersSent) {
			this.#outgoing.destroy();
			return;
		}
		const body = JSON.stringify({ error: `the ${this.#arm} arm ${what}` });
		this.#outgoing.writeHead(code, {
			"content-type": "application/json",
			"content-length": Buffer.byteLength(body),
			"x-model-delivery-arm": this.#arm
		});
		this.#outgoing.end(body);
		this.#incoming.resume();
	}
	#count(code) {
		if (this.#counted) return;
		this.#counted = true;
		this.#done(code);
	}
};
function joinPath(base, path) {
	return base === "/" ? path : `${base.replace(/\/$/, "")}${path}`;
}
function endToEnd(headers) {
	const named = String(headers.connection ?? "").toLowerCase().split(",").map((name) => name.trim());
	return Object.fromEntries(Object.entries(headers).filter((entry) => entry[1] !== void 0 && !HOP_BY_HOP.has(entry[0]) && !named.includes(entry[0])));
}

// packages/rollout/src/gateway/gateway-metrics.ts
const NO_ARM = "none";
var GatewayMetrics = class {
	#edges;
	#requests = /* @__PURE__ */ new Map();
	#durations = /* @__PURE__ */ new Map();
	constructor(edges) {
		this.#edges = edges;
		for (const arm of ARMS) {
			this.#requests.set(arm, /* @__PURE__ */ new Map([[200, 0]]));
			this.#durations.set(arm, {
				counts: edges.map(() => 0),
				count: 0,
				sum: 0
			});
		}
	}
	observe(version, code, seconds) {
		const codes = this.#requests.get(version) ?? /* @__PURE__ */ new Map();
		this.#requests.set(version, codes.set(code, (codes.get(code) ?? 0) + 1));
		const histogram = this.#durations.get(version);
		if (histogram === void 0) return;
		const bucket = this.#edges.findIndex((edge) => seconds <= edge);
		if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
		histogram.count += 1;
		histogram.sum += seconds;
	}
	text() {
		const lines = ["# HELP requests_total Requests by arm and status code; 502 also stands for an arm that could not be reached.", "# TYPE requests_total counter"];
		for (const [version, codes] of this.#requests) for (const [code, count] of [...codes].sort((a, b) => a[0] - b[0])) lines.push(`requests_total{version="${version}",code="${code}"} ${count}`);
		lines.push("# HELP request_duration_seconds Time from the arrival of a request to the end of its answer.", "# TYPE request_duration_seconds histogram");
		for (const [version, histogram] of this.#durations) lines.push(...this.#histogramLines(version, histogram));
		return `${lines.join("\n")}\n`;
	}
	#histogramLines(version, { counts, count, sum }) {
		let cumulative = 0;
		return [
			...this.#edges.map((edge, i) => {
				cumulative += counts[i];
				return `request_duration_seconds_bucket{version="${version}",le="${edge}"} ${cumulative}`;
			}),
			`request_duration_seconds_bucket{version="${version}",le="+Inf"} ${count}`,
			`request_duration_seconds_sum{version="${version}"} ${sum}`,
			`request_duration_seconds_count{version="${version}"} ${count}`
		];
	}
};

// packages/rollout/src/gateway/live-weights.ts
const SAFE = {
	stable: 100,
	candidate: 0
};
const POLL_MS = 500;
async function openLiveWeights(path, log) {
	const follower = new WeightsFollower(path, log);
	await follower.start();
	return follower;
}
var WeightsFollower = class {
	#path;
	#shown;
	#log;
	#inForce = {
		weights: SAFE,
		version: ""
	};
	#watcher;
	#timer;
	#seen = "";
	#rejected = "";
	#reading = Promise.resolve();
	constructor(path, log) {
		this.#path = path;
		this.#shown = relative(process.cwd(), path);
		this.#log = log;
	}
	current() {
		return this.#inForce;
	}
	async start() {
		const text = await this.#readOrCreate();
		try {
			this.#inForce = {
				weights: parseWeights(text),
				version: sha256Hex(text)
			};
		} catch (cause) {
			throw this.#unusable(cause.message, cause);
		}
		this.#seen = await this.#fingerprint();
		try {
			this.#watcher = watch(dirname(this.#path), (_, name) => {
				if (name === null || name === basename(this.#path)) this.#reread();
			});
			this.#watcher.on("error", () => {});
		} catch {
			this.#log(`changes of ${this.#shown} are noticed by polling only`);
		}
		this.#timer = setInterval(() => void this.#poll(), POLL_MS);
		this.#timer.unref();
	}
	async replace(weights, expect) {
		const written = await withFileLock(this.#path, async () => {
			await this.#reread();
			if (expect !== null && expect !== this.#inForce.version) return false;
			await replaceFile(this.#path, weightsText(weights));
			return true;
		});
		await this.#reread();
		return {
			ok: written,
			inForce: this.#inForce
		};
	}
	close() {
		clearInterval(this.#timer);
		this.#watcher?.close();
	}
	async #readOrCreate() {
		try {
			return await readFile(this.#path, "utf8");
		} catch (error) {
			const { code } = error;
			if (code !== "ENOENT") throw this.#unusable(`it cannot be read (${code})`, error);
			this.#log(`${this.#shown} does not exist: written with all traffic on the stable arm`);
			await replaceFile(this.#path, weightsText(SAFE));
			return weightsText(SAFE);
		}
	}
	#unusable(found, cause) {
		return new ConfigError({
			code: "GATEWAY_WEIGHTS_INVALID",
			message: `The weights file ${this.#shown} cannot be used: ${found}.`,
			hint: "Write {\"stable\":100,\"candidate\":0}, or delete the file: the gateway then starts with all traffic on the stable arm.",
			cause
		});
	}
	async #fingerprint() {
		const found = await stat(this.#path, { bigint: true }).catch(() => null);
		return found === null ? "missing" : `${found.ino} ${found.size} ${found.mtimeNs}`;
	}
	async #poll() {
		const seen = await this.#fingerprint();
		if (seen === this.#seen) return;
		this.#seen = seen;
		await this.#reread();
	}
	#reread() {
		this.#reading = this.#reading.then(() => this.#readOnce());
		return this.#reading;
	}
	async #readOnce() {
		const text = await readFile(this.#path, "utf8").catch((error) => error);
		const version = typeof text === "string" ? sha256Hex(text) : String(text.message);
		if (version === this.#inForce.version || version === this.#rejected) return;
		try {
			if (typeof text !== "string") throw text;
			this.#inForce = {
				weights: parseWeights(text),
				version
			};
			this.#rejected = "";
			this.#log(`weights are now ${weightsText(this.#inForce.weights).trim()}`);
		} catch (error) {
			this.#rejected = version;
			const kept = weightsText(this.#inForce.weights).trim();
			this.#log(`${this.#shown} cannot be used, ${kept} stays in force: ${error.message}`);
		}
	}
};

// packages/rollout/src/gateway/start-dev-gateway.ts
async function startDevGateway(settings, options = {}) {
	const weights = await openLiveWeights(settings.weightsFile, options.log ?? (() => {}));
	const metrics = new GatewayMetrics(settings.buckets);
	const forwarder = createForwarder(settings.arms, settings.timeoutMs);
	const draw = options.draw ?? (settings.seed === null ? Math.random : seededDraws(settings.seed));
	const admin = settings.admin;
	const serve = (incoming, outgoing) => {
		if (admin === null && (incoming.url === "/metrics" || incoming.url?.startsWith(`${"/metrics"}?`))) {
			answerMetrics(metrics, incoming, outgoing);
			return;
		}
		const started = performance.now();
		const arm = chooseArm(weights.current().weights, draw());
		if (arm === null) {
			incoming.resume();
			metrics.observe(NO_ARM, 503, 0);
			json(outgoing, 503, { error: "both arms have weight 0: nothing serves" });
			return;
		}
		forwarder.forward(arm, incoming, outgoing, (code) => {
			metrics.observe(arm, code, (performance.now() - started) / 1e3);
		});
	};
	const servers = [];
	const close = async () => {
		weights.close();
		forwarder.close();
		await Promise.all(servers.map(closeServer));
	};
	try {
		const url = await listen(createServer({ keepAliveTimeout: 65e3 }, serve), settings.listen, "listen", servers);
		const adminUrl = admin === null ? url : await listen(createServer((incoming, outgoing) => {
			answerAdmin(weights, metrics, admin.token, incoming, outgoing).catch(() => outgoing.destroy());
		}), admin.listen, "admin.listen", servers);
		return {
			url,
			adminUrl,
			announcement: `listening on ${url}${admin === null ? "" : ` (admin on ${adminUrl})`}`,
			weights: () => weights.current().weights,
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}
function listen(server, address, key, servers) {
	return new Promise((resolve, reject) => {
		server.once("error", (cause) => {
			const found = cause.code === "EADDRINUSE" ? "the port is in use" : cause.code ?? cause.message;
			reject(new ConfigError({
				code: "GATEWAY_LISTEN_FAILED",
				message: `The gateway cannot listen on ${address.host}:${address.port} (${key}): ${found}.`,
				hint: "Choose another address, or port 0 to let the system choose one.",
				cause
			}));
		});
		server.listen(address.port, address.host, () => {
			servers.push(server);
			const { port } = server.address();
			resolve(`http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`);
		});
	});
}
function closeServer(server) {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

// packages/cli/src/commands/dev-gateway.ts
const devGateway = {
	summary: "A weighted reverse proxy for demos, tests and one-host serving. Runs until it is stopped.",
	usage: ["--gateway-config FILE"],
	flags: { "gateway-config": {
		description: "Where it listens, its two arms and its weights file (YAML or JSON).",
		value: "FILE"
	} },
	async run(host, call) {
		const file = textFlag(call, "gateway-config");
		if (file === void 0 || call.words.length > 0) throw usageError("dev-gateway needs its configuration and takes no word.", "Write `model-delivery dev-gateway --gateway-config FILE`.");
		const settings = readGatewayConfig(textOf(host, file), file, dirname(resolve(host.cwd, file)), host.env);
		const gateway = await startDevGateway(settings, { log: (line) => host.log.info(line) });
		process.stdout.write(`${gateway.announcement}\n`);
		await stopped(host.signal);
		await gateway.close();
		return {
			exitCode: EXIT.pass,
			text: "",
			json: canonicalJson({ stopped: true })
		};
	}
};
function textOf(host, file) {
	try {
		return readFileSync(resolve(host.cwd, file), "utf8");
	} catch (error) {
		throw new ConfigError({
			code: "GATEWAY_CONFIG_NOT_FOUND",
			message: `Reading the gateway configuration ${file} failed: ${error.code ?? "unreadable"}.`,
			hint: "The path is relative to the working directory.",
			cause: error
		});
	}
}
function stopped(signal) {
	return new Promise((done) => {
		if (signal?.aborted) return done();
		signal?.addEventListener("abort", () => done(), { once: true });
	});
}

export { devGateway };