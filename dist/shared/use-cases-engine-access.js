import { i as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as ExternalError, d as registerSecret, o as InternalError, t as ConfigError } from "./core-errors.js";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { homedir } from "node:os";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

// packages/engine/src/acquisition/engine.lock.json
var packages = [
	{
		"name": "@duckdb/node-bindings-darwin-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-WJdeLTFy4pRg60rkbp9smtlP1iIQ8ErtIJkxS+2LQtM1ZZMSByyW+3WPpNoKe7IwPtVl2fLlPw7tDmQW4Z974g==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 514168,
			"integrity": "sha512-cn1Iayx66zD/zW4aKg70KLZUO3YoiJNfYiuXySjdqCXuVd4+jPlZ/qXSKi4qc4TMG/eOMKtZ2AjG1sh8DVgQ8w=="
		}, {
			"name": "libduckdb.dylib",
			"bytes": 117005184,
			"integrity": "sha512-K6ZS71orze0RxVgv4VIzWlj2iHXfQomlMMSMEOWlnuSjx7CUque1zq+ropK5S3uJwDD1O4/DWdLCk+9I2Ah4NQ=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-darwin-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-rN0KjX13MwVQ5V5ufykolty/tf4SaafOpGWcUA1Cegf98jPeRdsJsEE1IMXn8n3u6WvMSZEVJmHJ3ma4Hr7Vzg==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 453920,
			"integrity": "sha512-PohtlBA1m6oYhgo2CAe9LvcVqp3WVWNIKxq5Ht6u3pqsG9HwCmdLDaya6r7V4zaXEasCNQGf/Op4QQ4BrLXzuA=="
		}, {
			"name": "libduckdb.dylib",
			"bytes": 117005184,
			"integrity": "sha512-K6ZS71orze0RxVgv4VIzWlj2iHXfQomlMMSMEOWlnuSjx7CUque1zq+ropK5S3uJwDD1O4/DWdLCk+9I2Ah4NQ=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-linux-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-CafH2AIvXtpwDynG3KB/4uEOHRGlFoB7auCRMIwH3BKNIobsANV5LSpDJ3tfyRCFIsK6e8AT1eseWVnu2Dv3cw==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 497304,
			"integrity": "sha512-IsoNAxQRE6B3gfz/SXObdEzAZ0WplS8D15076G2hFsviAz8pQygj91aqKHshr1CzNfVBlEdYjpbrZGq1LkaRhQ=="
		}, {
			"name": "libduckdb.so",
			"bytes": 62963152,
			"integrity": "sha512-dc82VwvrDuPDtGAi76T1ybjZd2iOM4sFkQB33P531tVso7wWwNPPl0GJHNwlpIAKWon5WeNxMU49y+DnYjJcsg=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-linux-arm64-musl",
		"version": "1.5.5-r.5",
		"integrity": "sha512-00z3mYHUBAucp3L73EoftKDdaGOaV8ENELejiT+PK7dFjTzdXxqhJwZ1LaQV1/zEhIecz+x23f6WvFhWw+7XXQ==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 558936,
			"integrity": "sha512-d1tdc+m9AqbcMsT7+ZNqW0Q2sEJ9yzAN7gxGua+yR5yA+IbAPLE24wqwCip0SoGGpNrIJZ7J5WxoaCLWuLm9gA=="
		}, {
			"name": "libduckdb.so",
			"bytes": 66737904,
			"integrity": "sha512-t1WmdzNYcpo0IqwyWP/N0iDjsjzN3JOqQuEQBW09LK1xgOkiX3PUc6kd3SqiWoNpPrlZp75n9HTb4+2BoYQHCQ=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-linux-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-kCyq6BXhn6QXfwF8yVdVKriSSHP+rfVWcJ56cG8qZzlOZpxyvT5WGm6jMshxg4ditLlOsHsIN/D47RYrcjXuHQ==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 474984,
			"integrity": "sha512-dsIJuuqyuVhpqB4tEf2c587n//fAv8s0QpI5eLaH9TtFwlEnj6SdabJWqOTvMrirFQKyvxnoayRW85fSS2wvAg=="
		}, {
			"name": "libduckdb.so",
			"bytes": 70529912,
			"integrity": "sha512-DjbO0MbWsTvtPn+RlIRbxUvydhLs+yl0ptXRWQyKbDBkvgaSfsj0vq/rLY/H0NpVXTFbdGcfH7V1bYL1nxc4pA=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-linux-x64-musl",
		"version": "1.5.5-r.5",
		"integrity": "sha512-S5qEc7F+GjXt85T2xArjjvN5oc/IjtH6zsLJsuo8N3fQolheBCefemIMdZoK2Jik8a0sBxidiS6Ld4qprMPPDw==",
		"files": [{
			"name": "duckdb.node",
			"bytes": 507280,
			"integrity": "sha512-/cdFGZfrbiakmOHXSyxf0zpsd9CGpa+Q2nKP8rScNQ/P4UTa2Q9KK5hoCkX0kWWf3+2G8aK3OaSc3psbJgb2ng=="
		}, {
			"name": "libduckdb.so",
			"bytes": 73242016,
			"integrity": "sha512-An5rdqWIBpqy2CTO6VOuwp8WHjCKDJnQwrhvx9kJ0Sn3kVry8SwtvyDNCpzNxqZlE/xZMMvgQxP4CYq462u5yQ=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-win32-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-L3Mroc23xhqOowWVElni8LgEmsm5e9DdG1y2pLka/1ug3Pl2vpQMl1Phxwz4UEMF8DOBbMgN5BBNrYwG2BFo+g==",
		"files": [{
			"name": "duckdb.dll",
			"bytes": 42838320,
			"integrity": "sha512-ufwsWQH8pRJGwSnG1mvJ+tGcnHIuJdZlQ4leESEU95jEcgI0u/QpVWuVWD/A6thv+YmsbSIOJmB0DCsdTxe/zw=="
		}, {
			"name": "duckdb.node",
			"bytes": 1527808,
			"integrity": "sha512-4/tZtpYal/z9TPCoWVrBINmxlahAMo6SF8UfZfm0Pfh5HzWNjv8mR0SeZnNPpD88J3PCXqTiiEt1M/vyKHOUHw=="
		}]
	},
	{
		"name": "@duckdb/node-bindings-win32-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-mBGFn8netT/AAhK4TOG6Fw47+Db68CxCVtQ9qfxZc1kZAjds+aYrh17Fd/u5CbTDdxILsrcyuF8q9cUcm54kQA==",
		"files": [{
			"name": "duckdb.dll",
			"bytes": 36724520,
			"integrity": "sha512-mfn2x80sZPOH07oH7uFdKXUIA9JMfnhG0JQj8SOlGEJwTWQBQTIUgNLq7Lfhs+tUNotQzetEpYegC+OVG7HuKQ=="
		}, {
			"name": "duckdb.node",
			"bytes": 1253376,
			"integrity": "sha512-LqEzdodLxVvusUguGSa0m+sk0vJp2+WkK6ZTyePQa+nW1RTqXJNpntbFit73XpZG0i21bsnO+rusUBQSQdsYkw=="
		}]
	}
];

// packages/engine/src/acquisition/platform.ts
function currentPlatform() {
	return {
		os: process.platform,
		arch: process.arch,
		musl: process.platform === "linux" && !hasGlibc()
	};
}
function hasGlibc() {
	const report = process.report;
	const before = report.excludeNetwork;
	try {
		report.excludeNetwork = true;
		const { header } = report.getReport();
		return header?.glibcVersionRuntime !== void 0;
	} finally {
		report.excludeNetwork = before;
	}
}
function platformPackage(platform) {
	return `@duckdb/node-bindings-${platform.os}-${platform.arch}${platform.musl ? "-musl" : ""}`;
}
const LIBRARY_FILE = /^(?:duckdb\.node|libduckdb\.(?:so|dylib)|duckdb\.dll)$/;
function isComplete(names) {
	return names.includes("duckdb.node") && names.some((name) => name !== "duckdb.node" && LIBRARY_FILE.test(name));
}

// packages/engine/src/acquisition/engine-lock.ts
const pinnedPackages = packages;
function pinnedPackage(platform) {
	const name = platformPackage(platform);
	const pinned = pinnedPackages.find((candidate) => candidate.name === name);
	if (pinned !== void 0) return pinned;
	throw new ExternalError({
		system: "DuckDB",
		code: "ENGINE_PLATFORM",
		message: `Looking for the DuckDB library of this machine: ${name} is not among the ${pinnedPackages.length} supported packages.`,
		hint: `Run this stage on Linux, macOS or Windows, x64 or arm64. Supported: ${pinnedPackages.map((one) => one.name.replace("@duckdb/node-bindings-", "")).join(", ")}.`
	});
}

// packages/engine/src/acquisition/download.ts
const ATTEMPTS = 3;
const MAX_REDIRECTS = 5;
async function download(url, options) {
	const sleep = options.sleep ?? ((ms) => setTimeout(ms, void 0, options.signal === void 0 ? {} : { signal: options.signal }));
	for (let attempt = 1;; attempt += 1) try {
		return await downloadOnce(url, options);
	} catch (error) {
		options.signal?.throwIfAborted();
		const failure = error instanceof ExternalError ? error : networkFailure(url, error, options);
		if (!failure.retryable) throw failure;
		if (attempt === ATTEMPTS) throw gaveUp(failure);
		await sleep(1e3 * 2 ** (attempt - 1));
	}
}
async function downloadOnce(start, options) {
	const limit = AbortSignal.timeout(options.timeoutMs ?? 3e5);
	const signal = options.signal === void 0 ? limit : AbortSignal.any([limit, options.signal]);
	let url = new URL(start);
	for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
		const response = await options.fetch(url.href, {
			headers: headers(url, options),
			redirect: "manual",
			signal
		});
		if (response.status >= 300 && response.status < 400) {
			await response.body?.cancel();
			url = redirected(url, response);
			continue;
		}
		if (response.status === 404) {
			await response.body?.cancel();
			return { found: false };
		}
		if (!response.ok) {
			await response.body?.cancel();
			throw refusal(url, response.status);
		}
		return {
			found: true,
			body: await readBody(url, response, options.maxBytes)
		};
	}
	throw failed(url, `more than ${MAX_REDIRECTS} redirects`, false);
}
function headers(url, options) {
	const authorization = options.settings.authorization(url);
	return {
		accept: options.accept ?? "*/*",
		"user-agent": "model-delivery",
		...authorization === null ? {} : { authorization }
	};
}
function redirected(from, response) {
	const location = response.headers.get("location");
	if (location === null || !URL.canParse(location, from.href)) throw failed(from, `HTTP ${response.status} without a usable Location`, false);
	const to = new URL(location, from);
	if (to.protocol === "https:" || to.protocol === "http:" && from.protocol === "http:") return to;
	throw failed(from, `a redirect from ${from.protocol}//${from.host} to ${to.protocol}//${to.host}, which is less safe`, false);
}
async function readBody(url, response, maxBytes) {
	const chunks = [];
	let length = 0;
	for await (const chunk of response.body ?? []) {
		length += chunk.length;
		if (length > maxBytes) throw failed(url, `a body of more than ${maxBytes} bytes`, false);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
function refusal(url, status) {
	const denied = status === 401 || status === 403;
	return new ExternalError({
		system: "npm registry",
		code: denied ? "REGISTRY_DENIED" : "REGISTRY_FAILED",
		message: `Downloading ${shown(url)}: expected the file, the registry answered HTTP ${status}.`,
		hint: denied ? `Give npm credentials for ${url.host}: \`//${url.host}/:_authToken=\${NPM_TOKEN}\` in .npmrc and NPM_TOKEN in the step's environment. Or set engine-path to a folder with the files.` : OTHER_WAYS,
		retryable: status >= 500 || status === 408 || status === 429
	});
}
const OTHER_WAYS = "Check the npm registry setting (registry in .npmrc, npm_config_registry) and the proxy (HTTPS_PROXY), or set engine-path to a folder with the files.";
function networkFailure(url, error, options) {
	const isTimeout = error instanceof Error && error.name === "TimeoutError";
	const cause = error instanceof Error && error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : String(error);
	const why = isTimeout ? `no answer within ${(options.timeoutMs ?? 3e5) / 1e3} s` : cause;
	return failed(new URL(url), why, true, error);
}
function failed(url, why, retryable, cause) {
	return new ExternalError({
		system: "npm registry",
		code: "REGISTRY_FAILED",
		message: `Downloading ${shown(url)}: ${why}.`,
		hint: OTHER_WAYS,
		retryable,
		cause
	});
}
function gaveUp(failure) {
	return new ExternalError({
		system: failure.system,
		code: failure.code,
		message: `${failure.message} Tried ${ATTEMPTS} times.`,
		hint: failure.hint,
		cause: failure.cause,
		retryable: true,
		attempts: ATTEMPTS
	});
}
function shown(url) {
	return `${url.protocol}//${url.host}${url.pathname}`;
}

// packages/engine/src/acquisition/fetch-tarball.ts
const MAX_TARBALL_BYTES = 128 * 2 ** 20;
const MAX_METADATA_BYTES = 32 * 2 ** 20;
async function fetchTarball(pinned, settings, options) {
	const base = pinned.name.replace(/^@[^/]+\//, "");
	const usual = `${settings.registry}${pinned.name}/-/${base}-${pinned.version}.tgz`;
	const direct = await download(usual, {
		...options,
		settings,
		maxBytes: MAX_TARBALL_BYTES
	});
	if (direct.found) return direct.body;
	const stated = await statedAddress(pinned, settings, options);
	const listed = stated === null ? null : await download(stated, {
		...options,
		settings,
		maxBytes: MAX_TARBALL_BYTES
	});
	if (listed?.found === true) return listed.body;
	throw new ExternalError({
		system: "npm registry",
		code: "REGISTRY_NOT_FOUND",
		message: `Downloading ${pinned.name}@${pinned.version}: the registry ${settings.registry} does not have it.`,
		hint: "Let the registry mirror the scope @duckdb, set `@duckdb:registry` in .npmrc, or set engine-path to a folder with the files."
	});
}
async function statedAddress(pinned, settings, options) {
	const metadata = await download(`${settings.registry}${pinned.name.replace("/", "%2f")}`, {
		...options,
		settings,
		maxBytes: MAX_METADATA_BYTES,
		accept: "application/vnd.npm.install-v1+json, application/json"
	});
	if (!metadata.found) return null;
	try {
		const { versions } = JSON.parse(metadata.body.toString("utf8"));
		const address = versions?.[pinned.version]?.dist?.tarball;
		return typeof address === "string" && URL.canParse(address, settings.registry) ? new URL(address, settings.registry).href : null;
	} catch {
		return null;
	}
}

// packages/engine/src/acquisition/library-files.ts
function integrityOf(bytes) {
	return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
}
function pinOf(name, content) {
	return {
		name,
		bytes: content.length,
		integrity: integrityOf(content)
	};
}
function contentDifference(files, pinned) {
	const stray = [...files.keys()].find((name) => pinned.files.every((file) => file.name !== name));
	if (stray !== void 0) return `${stray} is not among the pinned files`;
	for (const expected of pinned.files) {
		const content = files.get(expected.name);
		if (content === void 0) return `${expected.name} is missing`;
		const difference = fileDifference(expected, pinOf(expected.name, content));
		if (difference !== null) return difference;
	}
	return null;
}
async function folderDifference(directory, pinned) {
	for (const expected of pinned.files) {
		let difference;
		try {
			difference = await pathDifference(join(directory, expected.name), expected);
		} catch (error) {
			const { code } = error;
			difference = `${expected.name} ${code === "ENOENT" ? "is missing" : `cannot be read (${code ?? String(error)})`}`;
		}
		if (difference !== null) return difference;
	}
	return null;
}
async function pathDifference(path, expected) {
	const { size } = await stat(path);
	if (size !== expected.bytes) return fileDifference(expected, { bytes: size });
	const hash = createHash("sha512");
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) hash.update(chunk);
	return fileDifference(expected, {
		bytes: size,
		integrity: `sha512-${hash.digest("base64")}`
	});
}
function fileDifference(expected, found) {
	if (found.bytes !== expected.bytes) return `${expected.name} has ${found.bytes} bytes instead of ${expected.bytes}`;
	if (found.integrity === expected.integrity) return null;
	return `${expected.name} has ${found.integrity} instead of ${expected.integrity}`;
}

// packages/engine/src/acquisition/library-cache.ts
function cacheDirectory(toolCache, pinned) {
	return join(toolCache, "model-delivery-engine", pinned.version, pinned.name.replace("@duckdb/node-bindings-", ""));
}
async function cacheState(directory, pinned) {
	let names;
	try {
		names = await readdir(directory);
	} catch (error) {
		const { code } = error;
		if (code === "ENOENT") return { state: "absent" };
		return {
			state: "changed",
			difference: `the folder cannot be listed (${code ?? String(error)})`
		};
	}
	const stray = names.find((name) => pinned.files.every((file) => file.name !== name));
	const difference = stray === void 0 ? await folderDifference(directory, pinned) : `${stray} is not among the pinned files`;
	return difference === null ? { state: "intact" } : {
		state: "changed",
		difference
	};
}
async function storeLibrary(directory, pinned, files) {
	const fresh = `${directory}.${process.pid}-${randomBytes(6).toString("hex")}`;
	try {
		await mkdir(fresh, { recursive: true });
		for (const [name, content] of files) await writeFile(join(fresh, name), content, { mode: 493 });
		await moveInto(directory, fresh, pinned);
	} catch (cause) {
		if (cause instanceof ExternalError) throw cause;
		throw new ExternalError({
			system: "tool cache",
			code: "ENGINE_CACHE_FAILED",
			message: `Storing the DuckDB library in ${directory}: ${cause instanceof Error ? cause.message : String(cause)}.`,
			hint: "Check that RUNNER_TOOL_CACHE (or ~/.cache/model-delivery) is writable and has 150 MB free, or set engine-path.",
			cause
		});
	} finally {
		await rm(fresh, {
			recursive: true,
			force: true
		}).catch(() => void 0);
	}
}
async function moveInto(directory, fresh, pinned) {
	for (let attempt = 1;; attempt += 1) try {
		await rename(fresh, directory);
		return;
	} catch (error) {
		const code = error.code ?? "";
		if (![
			"ENOTEMPTY",
			"EEXIST",
			"EPERM",
			"EACCES",
			"ENOTDIR"
		].includes(code)) throw error;
		if ((await cacheState(directory, pinned)).state === "intact") return;
		if (attempt === 3) throw error;
		await setAside(directory, fresh);
	}
}
async function setAside(directory, fresh) {
	const old = `${fresh}.old`;
	try {
		await rename(directory, old);
	} catch {
		return;
	}
	await rm(old, {
		recursive: true,
		force: true
	});
}

// packages/engine/src/acquisition/library-tarball.ts
const BLOCK = 512;
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;
function unpackLibrary(tarball, pinned, origin) {
	const files = unpackTarball(tarball, pinned, origin);
	const difference = contentDifference(files, pinned);
	if (difference === null) return files;
	throw new InternalError({
		code: "ENGINE_LOCK_CONTRADICTION",
		message: `Unpacking ${pinned.name}@${pinned.version} from ${origin}: the tarball is the pinned one, but ${difference}. Nothing of it was kept.`,
		hint: "The engine.lock.json of this version of model-delivery contradicts itself: use a released version, and report this if it is one."
	});
}
function unpackTarball(tarball, pinned, origin) {
	const found = integrityOf(tarball);
	if (found !== pinned.integrity) throw new ExternalError({
		system: "npm registry",
		code: "ENGINE_DIGEST_MISMATCH",
		message: `Checking ${pinned.name}@${pinned.version} from ${origin} (${tarball.length} bytes): expected ${pinned.integrity}, found ${found}. Nothing of it was kept.`,
		hint: "The registry, a mirror or a proxy serves other bytes than the ones this version was tested with: use another registry, or set engine-path to files you trust."
	});
	const files = /* @__PURE__ */ new Map();
	for (const entry of entries(gunzipSync(tarball, { maxOutputLength: MAX_UNPACKED_BYTES }))) {
		const name = /^package\/([^/\\]+)$/.exec(entry.name)?.[1];
		if (name !== void 0 && LIBRARY_FILE.test(name)) files.set(name, entry.content);
	}
	if (isComplete([...files.keys()])) return files;
	throw damaged(`expected duckdb.node and the library beside it, found ${[...files.keys()].join(", ") || "neither"}`);
}
function* entries(archive) {
	let at = 0;
	while (at + BLOCK <= archive.length) {
		const header = archive.subarray(at, at + BLOCK);
		if (header.every((byte) => byte === 0)) return;
		const size = octal(header.subarray(124, 136));
		const type = String.fromCharCode(header[156]);
		const start = at + BLOCK;
		if (start + size > archive.length) throw damaged("an entry is longer than the archive");
		if (type === "0" || type === "\0") yield {
			name: textOf(header.subarray(0, 100)),
			content: archive.subarray(start, start + size)
		};
		at = start + Math.ceil(size / BLOCK) * BLOCK;
	}
}
function octal(field) {
	const text = textOf(field).trim();
	if (!/^[0-7]+$/.test(text)) throw damaged(`a size field holds ${JSON.stringify(text)}`);
	return Number.parseInt(text, 8);
}
function textOf(field) {
	const end = field.indexOf(0);
	return field.subarray(0, end < 0 ? field.length : end).toString("utf8");
}
function damaged(why) {
	return new ExternalError({
		system: "npm registry",
		code: "ENGINE_PACKAGE_DAMAGED",
		message: `Unpacking the DuckDB library: ${why}.`,
		hint: "Set engine-path to a folder with duckdb.node and the library, or report this with the name of your registry."
	});
}

// node_modules/ini/lib/ini.js
var require_ini = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { hasOwnProperty } = Object.prototype;
	const encode = (obj, opt = {}) => {
		if (typeof opt === "string") opt = { section: opt };
		opt.align = opt.align === true;
		opt.newline = opt.newline === true;
		opt.sort = opt.sort === true;
		opt.whitespace = opt.whitespace === true || opt.align === true;
		/* istanbul ignore next */
		opt.platform = opt.platform || typeof process !== "undefined" && process.platform;
		opt.bracketedArray = opt.bracketedArray !== false;
		/* istanbul ignore next */
		const eol = opt.platform === "win32" ? "\r\n" : "\n";
		const separator = opt.whitespace ? " = " : "=";
		const children = [];
		const keys = opt.sort ? Object.keys(obj).sort() : Object.keys(obj);
		let padToChars = 0;
		if (opt.align) padToChars = safe(keys.filter((k) => obj[k] === null || Array.isArray(obj[k]) || typeof obj[k] !== "object").map((k) => Array.isArray(obj[k]) ? `${k}[]` : k).concat([""]).reduce((a, b) => safe(a).length >= safe(b).length ? a : b)).length;
		let out = "";
		const arraySuffix = opt.bracketedArray ? "[]" : "";
		for (const k of keys) {
			const val = obj[k];
			if (val && Array.isArray(val)) for (const item of val) out += safe(`${k}${arraySuffix}`).padEnd(padToChars, " ") + separator + safe(item) + eol;
			else if (val && typeof val === "object") children.push(k);
			else out += safe(k).padEnd(padToChars, " ") + separator + safe(val) + eol;
		}
		if (opt.section && out.length) out = "[" + safe(opt.section) + "]" + (opt.newline ? eol + eol : eol) + out;
		for (const k of children) {
			const nk = splitSections(k, ".").join("\\.");
			const section = (opt.section ? opt.section + "." : "") + nk;
			const child = encode(obj[k], {
				...opt,
				section
			});
			if (out.length && child.length) out += eol;
			out += child;
		}
		return out;
	};
	function splitSections(str, separator) {
		var lastMatchIndex = 0;
		var lastSeparatorIndex = 0;
		var nextIndex = 0;
		var sections = [];
		do {
			nextIndex = str.indexOf(separator, lastMatchIndex);
			if (nextIndex !== -1) {
				lastMatchIndex = nextIndex + separator.length;
				if (nextIndex > 0 && str[nextIndex - 1] === "\\") continue;
				sections.push(str.slice(lastSeparatorIndex, nextIndex));
				lastSeparatorIndex = nextIndex + separator.length;
			}
		} while (nextIndex !== -1);
		sections.push(str.slice(lastSeparatorIndex));
		return sections;
	}
	const decode = (str, opt = {}) => {
		opt.bracketedArray = opt.bracketedArray !== false;
		const out = Object.create(null);
		let p = out;
		let section = null;
		const re = /^\[([^\]]*)\]\s*$|^([^=]+)(=(.*))?$/i;
		const lines = str.split(/[\r\n]+/g);
		const duplicates = {};
		for (const line of lines) {
			if (!line || line.match(/^\s*[;#]/) || line.match(/^\s*$/)) continue;
			const match = line.match(re);
			if (!match) continue;
			if (match[1] !== void 0) {
				section = unsafe(match[1]);
				if (section === "__proto__") {
					p = Object.create(null);
					continue;
				}
				p = out[section] = out[section] || Object.create(null);
				continue;
			}
			const keyRaw = unsafe(match[2]);
			let isArray;
			if (opt.bracketedArray) isArray = keyRaw.length > 2 && keyRaw.slice(-2) === "[]";
			else {
				duplicates[keyRaw] = (duplicates?.[keyRaw] || 0) + 1;
				isArray = duplicates[keyRaw] > 1;
			}
			const key = isArray && keyRaw.endsWith("[]") ? keyRaw.slice(0, -2) : keyRaw;
			if (key === "__proto__") continue;
			const valueRaw = match[3] ? unsafe(match[4]) : true;
			const value = valueRaw === "true" || valueRaw === "false" || valueRaw === "null" ? JSON.parse(valueRaw) : valueRaw;
			if (isArray) {
				if (!hasOwnProperty.call(p, key)) p[key] = [];
				else if (!Array.isArray(p[key])) p[key] = [p[key]];
			}
			if (Array.isArray(p[key])) p[key].push(value);
			else p[key] = value;
		}
		const remove = [];
		for (const k of Object.keys(out)) {
			if (!hasOwnProperty.call(out, k) || typeof out[k] !== "object" || Array.isArray(out[k])) continue;
			const parts = splitSections(k, ".");
			p = out;
			const l = parts.pop();
			const nl = l.replace(/\\\./g, ".");
			for (const part of parts) {
				if (part === "__proto__") continue;
				if (!hasOwnProperty.call(p, part) || typeof p[part] !== "object") p[part] = Object.create(null);
				p = p[part];
			}
			if (p === out && nl === l) continue;
			p[nl] = out[k];
			remove.push(k);
		}
		for (const del of remove) delete out[del];
		return out;
	};
	const isQuoted = (val) => {
		return val.startsWith("\"") && val.endsWith("\"") || val.startsWith("'") && val.endsWith("'");
	};
	const safe = (val) => {
		if (typeof val !== "string" || val.match(/[=\r\n]/) || val.match(/^\[/) || val.length > 1 && isQuoted(val) || val !== val.trim()) return JSON.stringify(val);
		return val.split(";").join("\\;").split("#").join("\\#");
	};
	const unsafe = (val) => {
		val = (val || "").trim();
		if (isQuoted(val)) {
			if (val.charAt(0) === "'") val = val.slice(1, -1);
			try {
				val = JSON.parse(val);
			} catch {}
		} else {
			let esc = false;
			let unesc = "";
			for (let i = 0, l = val.length; i < l; i++) {
				const c = val.charAt(i);
				if (esc) {
					if ("\\;#".indexOf(c) !== -1) unesc += c;
					else unesc += "\\" + c;
					esc = false;
				} else if (";#".indexOf(c) !== -1) break;
				else if (c === "\\") esc = true;
				else unesc += c;
			}
			if (esc) unesc += "\\";
			return unesc.trim();
		}
		return val;
	};
	module.exports = {
		parse: decode,
		decode,
		stringify: encode,
		encode,
		safe,
		unsafe
	};
}));

// packages/engine/src/acquisition/npm-settings.ts
var import_ini = require_ini();
async function readNpmSettings(env, cwd, home = homedir()) {
	const fromEnv = environmentValues(env);
	const userFile = text(fromEnv.userconfig) ?? join(home, ".npmrc");
	const layers = [fromEnv];
	layers.push(withoutUntrusted(await readNpmrc(join(await projectRoot(cwd), ".npmrc"), untrusted(env))));
	layers.push(await readNpmrc(userFile, env), await readNpmrc(globalFile(fromEnv), env));
	const get = (key) => layers.find((layer) => Object.hasOwn(layer, key))?.[key];
	const registry = text(get("@duckdb:registry")) ?? text(get("registry")) ?? "https://registry.npmjs.org/";
	return {
		registry: registry.endsWith("/") ? registry : `${registry}/`,
		authorization: (url) => authorization(url, (key) => text(get(key))),
		proxy: (url) => proxyFor(url, (key) => text(get(key)), env),
		certificates: await certificates(text(get("cafile")), get("ca"), cwd),
		strictSsl: !["false", "0"].includes(String(get("strict-ssl") ?? "true"))
	};
}
function environmentValues(env) {
	const values = Object.create(null);
	for (const [name, value] of Object.entries(env)) {
		const key = /^npm_config_(.+)$/i.exec(name)?.[1];
		if (key === void 0 || value === void 0 || value === "") continue;
		const isUrlKey = key.startsWith("//") || key.startsWith("@");
		values[isUrlKey ? key : key.toLowerCase().replaceAll("_", "-")] = value;
	}
	return values;
}
async function projectRoot(cwd) {
	for (let current = resolve(cwd);; current = dirname(current)) {
		if (await exists(join(current, "package.json")) || await exists(join(current, "node_modules"))) return current;
		if (dirname(current) === current) return resolve(cwd);
	}
}
async function exists(path) {
	return stat(path).then(() => true, () => false);
}
function globalFile(fromEnv) {
	const stated = text(fromEnv.globalconfig);
	if (stated !== null) return stated;
	return join(text(fromEnv.prefix) ?? dirname(dirname(process.execPath)), "etc", "npmrc");
}
async function readNpmrc(path, env) {
	const values = Object.create(null);
	let content;
	try {
		content = await readFile(path, "utf8");
	} catch {
		return values;
	}
	for (const [key, value] of Object.entries((0, import_ini.parse)(content))) values[expand(key, env)] = Array.isArray(value) ? value.map((item) => expand(String(item), env)) : expand(String(value), env);
	return values;
}
function expand(value, env) {
	return value.replace(/(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}/g, (whole, backslashes, name, optional) => {
		if (backslashes.length % 2 === 1) return whole;
		return `${backslashes}${env[name] ?? (optional === void 0 ? `\${${name}}` : "")}`;
	});
}
function untrusted(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:INPUT_|ACTIONS_|GITHUB_|RUNNER_|MODEL_DELIVERY_)/i.test(name)));
}
function withoutUntrusted(values) {
	const rest = { ...values };
	delete rest["strict-ssl"];
	return rest;
}
function text(value) {
	return typeof value === "string" && value !== "" && value !== "null" && value !== "undefined" ? value : null;
}
function authorization(url, get) {
	const parts = url.pathname.split("/").filter((part) => part !== "");
	for (let length = parts.length; length >= 0; length -= 1) {
		const path = parts.slice(0, length).map((part) => `${part}/`).join("");
		for (const prefix of /* @__PURE__ */ new Set([`//${url.host}/${path}`, `//${url.host}/${path.replace(/\/$/, "")}`])) {
			const header = credentials(prefix, get);
			if (header !== null) return header;
		}
	}
	return null;
}
function credentials(prefix, get) {
	const usable = (key) => {
		const value = get(`${prefix}:${key}`);
		if (value === null || value.includes("${")) return null;
		registerSecret(value);
		return value;
	};
	const token = usable("_authToken");
	if (token !== null) return `Bearer ${token}`;
	const basic = usable("_auth");
	if (basic !== null) return `Basic ${basic}`;
	const user = get(`${prefix}:username`);
	const password = usable("_password");
	if (user === null || password === null) return null;
	const pair = Buffer.from(`${user}:${Buffer.from(password, "base64").toString("utf8")}`).toString("base64");
	registerSecret(pair);
	return `Basic ${pair}`;
}
function proxyFor(url, get, env) {
	const variable = (name) => text(env[name]) ?? text(env[name.toLowerCase()]);
	if (isExcluded(url, get("noproxy") ?? variable("NO_PROXY") ?? "")) return null;
	const proxy = url.protocol === "https:" ? get("https-proxy") ?? get("proxy") ?? variable("HTTPS_PROXY") : get("proxy") ?? variable("HTTP_PROXY");
	if (proxy === null || proxy === "false") return null;
	return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
function isExcluded(url, list) {
	const port = url.port || (url.protocol === "https:" ? "443" : "80");
	return list.split(/[\s,]+/).filter((entry) => entry !== "").some((entry) => {
		if (entry === "*") return true;
		const match = /^(?:\*?\.)?(\[[^\]]*\]|[^:]+)(?::(\d+))?$/.exec(entry.toLowerCase());
		if (match === null || match[2] !== void 0 && match[2] !== port) return false;
		return url.hostname === match[1] || url.hostname.endsWith(`.${match[1]}`);
	});
}
async function certificates(file, inline, cwd) {
	if (file !== null) {
		const found = (await readFile(resolve(cwd, file), "utf8").catch(() => "")).match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
		if (found !== null) return found;
	}
	const list = (Array.isArray(inline) ? inline : [inline]).map(text).filter((one) => one !== null);
	return list.length === 0 ? null : list.map((one) => one.replaceAll("\\n", "\n"));
}

// packages/engine/src/acquisition/transport.ts
function npmTransport(settings) {
	return async (url, init) => {
		const target = new URL(url);
		const proxy = settings.proxy(target);
		if (proxy === null && settings.certificates === null && settings.strictSsl) return fetch(url, init);
		const { Agent, ProxyAgent, fetch: undiciFetch } = await import("./http-client2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		const tls = {
			...settings.certificates === null ? {} : { ca: settings.certificates },
			rejectUnauthorized: settings.strictSsl
		};
		const dispatcher = proxy === null ? new Agent({ connect: tls }) : new ProxyAgent({
			uri: proxy,
			requestTls: tls,
			proxyTls: tls
		});
		return await undiciFetch(url, {
			...init,
			dispatcher
		});
	};
}

// packages/engine/src/acquisition/acquire-engine.ts
async function acquireEngine(options) {
	const pinned = options.pinned ?? pinnedPackage(currentPlatform());
	const of = (directory, source, digest) => ({
		directory,
		version: pinned.version,
		package: pinned.name,
		digest,
		source
	});
	if (options.enginePath !== void 0 && options.enginePath !== "") return of(await statedDirectory(options.enginePath, options.cwd ?? process.cwd()), "engine-path", null);
	const installed = options.developmentModules === false ? null : installedDirectory(pinned, options);
	if (installed !== null) {
		await refuseChanged(installed, pinned);
		return of(installed, "node-modules", pinned.integrity);
	}
	const cached = cacheDirectory(resolve(options.toolCache), pinned);
	const found = await cacheState(cached, pinned);
	if (found.state === "intact") return of(cached, "tool-cache", pinned.integrity);
	if (found.state === "changed") options.log(`Not using ${cached}: ${found.difference}. It is replaced.`);
	await fetchInto(cached, pinned, options);
	return of(cached, "registry", pinned.integrity);
}
async function statedDirectory(enginePath, cwd) {
	const directory = resolve(cwd, enginePath);
	let names = [];
	try {
		names = (await readdir(directory)).filter((name) => LIBRARY_FILE.test(name));
	} catch {}
	if (isComplete(names)) return directory;
	throw new ConfigError({
		code: "ENGINE_PATH",
		message: `Looking for the DuckDB library in engine-path ${enginePath}: expected a folder with duckdb.node and libduckdb.so (.dylib, or duckdb.dll), found ${names.join(", ") || "neither"}.`,
		hint: "Unpack both files of the package @duckdb/node-bindings-<platform> into it, or leave engine-path out to have them fetched."
	});
}
function installedDirectory(pinned, options) {
	const from = options.developmentModules === void 0 || options.developmentModules === false ? import.meta.url : options.developmentModules;
	try {
		const directory = dirname(createRequire(from).resolve(`${pinned.name}/duckdb.node`));
		const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
		if (version === pinned.version) return directory;
		options.log(`Not using ${pinned.name}@${version} from ${directory}: version ${pinned.version} is needed.`);
		return null;
	} catch {
		return null;
	}
}
async function refuseChanged(directory, pinned) {
	const difference = await folderDifference(directory, pinned);
	if (difference === null) return;
	throw new ExternalError({
		system: "node_modules",
		code: "ENGINE_FILES_CHANGED",
		message: `Checking ${pinned.name}@${pinned.version} in ${directory}: ${difference}.`,
		hint: "Install it again (`npm ci`). If the files are meant to differ, name their folder in engine-path."
	});
}
async function fetchInto(directory, pinned, options) {
	const settings = await readNpmSettings(options.env, options.cwd ?? process.cwd(), options.home);
	const transport = options.fetch ?? npmTransport(settings);
	const { hostname } = new URL(settings.registry);
	options.log(`Fetching ${pinned.name}@${pinned.version} from ${hostname} (once; it is kept in the tool cache).`);
	const tarball = await fetchTarball(pinned, settings, {
		fetch: transport,
		signal: options.signal,
		sleep: options.sleep
	});
	const files = unpackLibrary(tarball, pinned, hostname);
	options.log(`Checked ${(tarball.length / 1e6).toFixed(1)} MB against ${pinned.integrity.slice(0, 20)}….`);
	await storeLibrary(directory, pinned, files);
}

// packages/use-cases/src/engine-access.ts
async function accessEngine(host, enginePath) {
	const toolCache = host.env.RUNNER_TOOL_CACHE || join(host.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "model-delivery");
	return {
		binding: await acquireEngine({
			...enginePath ? { enginePath } : {},
			toolCache,
			env: host.env,
			cwd: host.cwd,
			log: (line) => host.log.info(line),
			signal: host.signal
		}),
		temporaryDirectory: host.env.RUNNER_TEMP || join(toolCache, "tmp")
	};
}

export { acquireEngine as n, pinnedPackages as r, accessEngine as t };