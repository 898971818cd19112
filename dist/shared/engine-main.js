import { i as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { D as nearestNames, F as asDeliveryError, L as registerSecret, M as ExternalError, N as InternalError, O as ConfigError, j as EvidenceError } from "./core-main.js";
import { createRequire } from "node:module";
import { constants, createReadStream, createWriteStream, readFileSync } from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { isUtf8 } from "node:buffer";
import { createGunzip, gunzipSync } from "node:zlib";
import { homedir, totalmem } from "node:os";
import { access, lstat, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rename, rm, stat, statfs, symlink, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";

// packages/engine/src/acquisition/engine.lock.json
var packages = [
	{
		"name": "@duckdb/node-bindings-darwin-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-WJdeLTFy4pRg60rkbp9smtlP1iIQ8ErtIJkxS+2LQtM1ZZMSByyW+3WPpNoKe7IwPtVl2fLlPw7tDmQW4Z974g=="
	},
	{
		"name": "@duckdb/node-bindings-darwin-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-rN0KjX13MwVQ5V5ufykolty/tf4SaafOpGWcUA1Cegf98jPeRdsJsEE1IMXn8n3u6WvMSZEVJmHJ3ma4Hr7Vzg=="
	},
	{
		"name": "@duckdb/node-bindings-linux-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-CafH2AIvXtpwDynG3KB/4uEOHRGlFoB7auCRMIwH3BKNIobsANV5LSpDJ3tfyRCFIsK6e8AT1eseWVnu2Dv3cw=="
	},
	{
		"name": "@duckdb/node-bindings-linux-arm64-musl",
		"version": "1.5.5-r.5",
		"integrity": "sha512-00z3mYHUBAucp3L73EoftKDdaGOaV8ENELejiT+PK7dFjTzdXxqhJwZ1LaQV1/zEhIecz+x23f6WvFhWw+7XXQ=="
	},
	{
		"name": "@duckdb/node-bindings-linux-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-kCyq6BXhn6QXfwF8yVdVKriSSHP+rfVWcJ56cG8qZzlOZpxyvT5WGm6jMshxg4ditLlOsHsIN/D47RYrcjXuHQ=="
	},
	{
		"name": "@duckdb/node-bindings-linux-x64-musl",
		"version": "1.5.5-r.5",
		"integrity": "sha512-S5qEc7F+GjXt85T2xArjjvN5oc/IjtH6zsLJsuo8N3fQolheBCefemIMdZoK2Jik8a0sBxidiS6Ld4qprMPPDw=="
	},
	{
		"name": "@duckdb/node-bindings-win32-arm64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-L3Mroc23xhqOowWVElni8LgEmsm5e9DdG1y2pLka/1ug3Pl2vpQMl1Phxwz4UEMF8DOBbMgN5BBNrYwG2BFo+g=="
	},
	{
		"name": "@duckdb/node-bindings-win32-x64",
		"version": "1.5.5-r.5",
		"integrity": "sha512-mBGFn8netT/AAhK4TOG6Fw47+Db68CxCVtQ9qfxZc1kZAjds+aYrh17Fd/u5CbTDdxILsrcyuF8q9cUcm54kQA=="
	}
];

// packages/engine/src/acquisition/platform.ts
/** This machine. Musl is told by the absence of a glibc version in Node's diagnostic report. */
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
/** The npm package of DuckDB's library for a platform. */
function platformPackage(platform) {
	return `@duckdb/node-bindings-${platform.os}-${platform.arch}${platform.musl ? "-musl" : ""}`;
}
/** The files of such a package that are needed to run it; the library's name depends on the platform. */
const LIBRARY_FILE = /^(?:duckdb\.node|libduckdb\.(?:so|dylib)|duckdb\.dll)$/;
/** Whether a list of file names holds both: the Node module and the library that it links to. */
function isComplete(names) {
	return names.includes("duckdb.node") && names.some((name) => name !== "duckdb.node" && LIBRARY_FILE.test(name));
}

// packages/engine/src/acquisition/engine-lock.ts
/** All pinned packages, one per platform; generated from package-lock.json by scripts/engine-lock.ts. */
const pinnedPackages = packages;
/** The pinned package of a platform. @throws ExternalError when DuckDB is not published for it. */
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
/**
* Downloads a URL with up to 3 attempts for network failures, 5xx, 408 and 429. Redirects are followed; credentials go only
* to hosts they are configured for, and never from https to http.
* @throws ExternalError
*/
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
		message: `Downloading ${shown$1(url)}: expected the file, the registry answered HTTP ${status}.`,
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
		message: `Downloading ${shown$1(url)}: ${why}.`,
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
/** Without credentials and query: signed download addresses carry their key there. */
function shown$1(url) {
	return `${url.protocol}//${url.host}${url.pathname}`;
}

// packages/engine/src/acquisition/fetch-tarball.ts
/** The largest tarball, that of macOS, has 37 MB. */
const MAX_TARBALL_BYTES = 128 * 2 ** 20;
const MAX_METADATA_BYTES = 32 * 2 ** 20;
/**
* Downloads a package's tarball from its usual address, or, where a registry keeps tarballs elsewhere, from the one that the
* registry's metadata names. The bytes are not to be trusted before their digest is checked.
* @throws ExternalError
*/
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
/** `dist.tarball` of the version in the registry's metadata, or null. */
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

// packages/engine/src/acquisition/library-cache.ts
const SIDECAR = "engine.json";
/** The folder of a package in the tool cache. */
function cacheDirectory(toolCache, pinned) {
	return join(toolCache, "model-delivery-engine", pinned.version, pinned.name.replace("@duckdb/node-bindings-", ""));
}
/** Whether the folder holds the files of this very package, unchanged since they were unpacked. Hashing 70 MB takes 0.1 s. */
async function isIntact(directory, pinned) {
	try {
		const sidecar = JSON.parse(await readFile(join(directory, SIDECAR), "utf8"));
		if (sidecar.integrity !== pinned.integrity || !isComplete(Object.keys(sidecar.files))) return false;
		for (const [name, expected] of Object.entries(sidecar.files)) {
			const path = join(directory, name);
			if ((await stat(path)).size !== expected.bytes) return false;
			if (await sha512(path) !== expected.sha512) return false;
		}
		return true;
	} catch {
		return false;
	}
}
async function sha512(path) {
	const hash = createHash("sha512");
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
	return hash.digest("hex");
}
/**
* Puts files into the cache in one step: written beside, then renamed. Of several processes that do so at once one wins and
* the others use its files.
* @throws ExternalError when the cache is not writable.
*/
async function storeLibrary(directory, pinned, files) {
	const fresh = `${directory}.${process.pid}-${randomBytes(6).toString("hex")}`;
	try {
		await mkdir(fresh, { recursive: true });
		const sidecar = {
			name: pinned.name,
			version: pinned.version,
			integrity: pinned.integrity,
			files: {}
		};
		for (const [name, content] of files) {
			await writeFile(join(fresh, name), content, { mode: 493 });
			sidecar.files[name] = {
				bytes: content.length,
				sha512: createHash("sha512").update(content).digest("hex")
			};
		}
		await writeFile(join(fresh, SIDECAR), `${JSON.stringify(sidecar, null, 2)}\n`);
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
/** Moves `fresh` to `directory`; what is there already stays if it is intact, and makes room if it is not. */
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
		if (await isIntact(directory, pinned)) return;
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
/** The largest package unpacks to 118 MB. */
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;
/** `sha512-<base64>`, as npm writes it. */
function integrityOf(bytes) {
	return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
}
/**
* Checks a package's tarball against its pin and takes the library's files out of it. Nothing is unpacked before the check.
* @returns contents by bare file name
* @throws ExternalError when the digest differs or the files are not in it.
*/
function unpackLibrary(tarball, pinned, origin) {
	const found = integrityOf(tarball);
	if (found !== pinned.integrity) throw new ExternalError({
		system: "npm registry",
		code: "ENGINE_DIGEST_MISMATCH",
		message: `Checking ${pinned.name}@${pinned.version} from ${origin} (${tarball.length} bytes): expected ${pinned.integrity}, found ${found}. Nothing of it was kept.`,
		hint: "The registry, a mirror or a proxy serves other bytes than the ones this version was tested with: use another registry, or set engine-path to files you trust."
	});
	const files = /* @__PURE__ */ new Map();
	for (const entry of entries$1(gunzipSync(tarball, { maxOutputLength: MAX_UNPACKED_BYTES }))) {
		const name = /^package\/([^/\\]+)$/.exec(entry.name)?.[1];
		if (name !== void 0 && LIBRARY_FILE.test(name)) files.set(name, entry.content);
	}
	if (isComplete([...files.keys()])) return files;
	throw damaged(`expected duckdb.node and the library beside it, found ${[...files.keys()].join(", ") || "neither"}`);
}
/** The regular files of a tar archive with plain names, which is all that npm packages of two short names need. */
function* entries$1(archive) {
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
/**
* Reads npm's settings: the environment (`npm_config_…` in any case), then .npmrc of the project, of the user
* (NPM_CONFIG_USERCONFIG) and of the machine; the first that says something counts.
*/
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
/** npm's settings in the environment; npm writes `-` as `_` there, but keeps keys that begin with `//` or `@` as they are. */
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
		if (await exists$1(join(current, "package.json")) || await exists$1(join(current, "node_modules"))) return current;
		if (dirname(current) === current) return resolve(cwd);
	}
}
async function exists$1(path) {
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
/** `${NAME}` from the environment; unknown names stay as they are, `${NAME?}` becomes empty. */
function expand(value, env) {
	return value.replace(/(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}/g, (whole, backslashes, name, optional) => {
		if (backslashes.length % 2 === 1) return whole;
		return `${backslashes}${env[name] ?? (optional === void 0 ? `\${${name}}` : "")}`;
	});
}
/** What the project's .npmrc may see: not the inputs and tokens of the step, which it could send to a registry of its choice. */
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
/** npm files credentials under `//host[:port]/path/`; the longest such prefix of the URL counts. */
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
/** NO_PROXY: host names with or without a leading dot match their subdomains too; `*` matches all; a port may follow. */
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
/**
* The platform's fetch, or, where npm's settings ask for a proxy, certificates or no certificate check, undici's with these.
* undici is loaded only then.
*/
function npmTransport(settings) {
	return async (url, init) => {
		const target = new URL(url);
		const proxy = settings.proxy(target);
		if (proxy === null && settings.certificates === null && settings.strictSsl) return fetch(url, init);
		const { Agent, ProxyAgent, fetch: undiciFetch } = await import("./undici2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
/**
* Finds the DuckDB library of this machine: `enginePath`, else node_modules, else the tool cache, else the npm registry, from
* where it is put into the tool cache. A library that is fetched or cached must have the pinned digest.
* @throws ConfigError for an unusable `enginePath`; ExternalError when it cannot be had or is not the pinned one.
*/
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
	if (installed !== null) return of(installed, "node-modules", null);
	const cached = cacheDirectory(resolve(options.toolCache), pinned);
	if (await isIntact(cached, pinned)) return of(cached, "tool-cache", pinned.integrity);
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

// packages/engine/src/binding/load-duckdb.ts
const DIRECTORY = Symbol.for("model-delivery.engine-binding-directory");
const registry = globalThis;
/**
* Loads DuckDB's Node API on top of the library in `binding.directory`. A process can hold one library only: a second
* binding of the same version is served by the first, another version is an error.
* @throws ExternalError when the library cannot be loaded or is of another version.
*/
async function loadDuckdb(binding) {
	if (registry[DIRECTORY] === void 0) {
		registry[DIRECTORY] = binding.directory;
		try {
			seedModuleCache(loadLibrary(binding));
		} catch (error) {
			delete registry[DIRECTORY];
			throw error;
		}
	}
	const duckdb = await import("./duckdb-node-api.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	checkVersion(duckdb, binding);
	return duckdb;
}
function loadLibrary(binding) {
	try {
		return createRequire(join(binding.directory, "engine.cjs"))("./duckdb.node");
	} catch (cause) {
		throw new ExternalError({
			system: "DuckDB",
			code: "ENGINE_LOAD_FAILED",
			message: `Loading the DuckDB library ${join(binding.directory, "duckdb.node")} (${binding.package}@${binding.version}): ${firstLine$1(cause)}`,
			hint: "The library needs glibc 2.25 or newer (or the musl package on musl systems) and both files of the package in one folder.",
			cause
		});
	}
}
/**
* Outside a bundle `@duckdb/node-api` requires the real `@duckdb/node-bindings`, which only knows node_modules. Putting the
* loaded library in its place in the module cache makes it use the folder we were given. In a bundle the shim does this.
*/
function seedModuleCache(library) {
	const require = createRequire(import.meta.url);
	let id;
	try {
		id = createRequire(require.resolve("@duckdb/node-api")).resolve("@duckdb/node-bindings");
	} catch {
		return;
	}
	if (require.cache[id] !== void 0) return;
	const module = {
		id,
		filename: id,
		loaded: true,
		exports: library,
		children: [],
		paths: []
	};
	require.cache[id] = module;
}
function checkVersion(duckdb, binding) {
	const expected = binding.version.replace(/-.*$/, "");
	const found = duckdb.version().replace(/^v/, "");
	if (found === expected) return;
	const loaded = registry[DIRECTORY];
	if (loaded !== binding.directory) throw new InternalError({
		code: "ENGINE_LOADED_TWICE",
		message: `Loading DuckDB ${expected} from ${binding.directory}: this process already holds DuckDB ${found} from ${loaded}, and can hold only one.`
	});
	throw new ExternalError({
		system: "DuckDB",
		code: "ENGINE_WRONG_VERSION",
		message: `Loading DuckDB from ${binding.directory}: expected version ${expected}, found ${found}.`,
		hint: `Put the files of ${binding.package}@${binding.version} there, or leave out engine-path to have them fetched.`
	});
}
function firstLine$1(error) {
	return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];
}

// packages/engine/src/runtime/cells.ts
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** A count as a number. @throws InternalError for anything but an integer from 0 to 2^53 - 1. */
function toCount(cell) {
	const count = typeof cell === "bigint" && cell >= 0n && cell <= MAX_SAFE ? Number(cell) : cell;
	if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
	throw new InternalError({
		code: "ENGINE_NOT_A_COUNT",
		message: `Reading a count from a query result: expected an integer from 0 to 2^53 - 1, found ${typeof cell} ${String(cell)}.`
	});
}
const WIDE = /* @__PURE__ */ new Set([
	"BIGINT",
	"UBIGINT",
	"HUGEINT",
	"UHUGEINT",
	"BIGNUM",
	"VARINT"
]);
/** How the values of a column of this DuckDB type become cells. */
function cellReader(type) {
	if (WIDE.has(type)) return (value) => value === null ? null : BigInt(value);
	return (value) => {
		if (value === null || value === void 0) return null;
		if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
		return typeof value === "bigint" ? value : String(value);
	};
}
/** Whether a column of this DuckDB type is read as doubles. */
function isNumeric(type) {
	return /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\b.*|BOOLEAN)$/.test(type);
}
/** A builder for a column of this DuckDB type: numbers, integers and booleans as doubles, everything else as text. */
function columnBuilder(name, type) {
	return isNumeric(type) ? numberBuilder(name, type) : stringBuilder(name);
}
function numberBuilder(name, type) {
	let values = /* @__PURE__ */ new Float64Array(2048);
	let missing = null;
	let length = 0;
	const grow = (needed) => {
		if (needed <= values.length) return;
		const capacity = Math.max(needed, values.length * 2);
		values = enlarged(values, new Float64Array(capacity));
		if (missing !== null) missing = enlarged(missing, new Uint8Array(capacity));
	};
	const setMissing = (row) => {
		missing ??= new Uint8Array(values.length);
		missing[row] = 1;
		values[row] = NaN;
	};
	return {
		append(vector, rows) {
			grow(length + rows);
			if (type === "DOUBLE" && isAllValid(vector)) values.set(vector.items.subarray(0, rows), length);
			else for (let row = 0; row < rows; row += 1) {
				const item = vector.getItem(row);
				if (item === null) setMissing(length + row);
				else values[length + row] = toDouble(item);
			}
			length += rows;
		},
		finish: () => ({
			kind: "number",
			name,
			values: values.subarray(0, length),
			missing: missing?.subarray(0, length) ?? null
		})
	};
}
function toDouble(item) {
	if (typeof item === "number") return item;
	if (typeof item === "bigint" || typeof item === "boolean") return Number(item);
	return Number(String(item));
}
function isAllValid(vector) {
	return vector.validity?.data === null;
}
function enlarged(from, to) {
	to.set(from);
	return to;
}
function stringBuilder(name) {
	const values = [];
	return {
		append(vector, rows) {
			for (let row = 0; row < rows; row += 1) {
				const item = vector.getItem(row);
				values.push(item === null ? null : typeof item === "string" ? item : String(item));
			}
		},
		finish: () => ({
			kind: "string",
			name,
			values
		})
	};
}

// packages/engine/src/sql/quoting.ts
/**
* A column or table name as SQL, safe for any name that DuckDB can hold. Case is kept, but DuckDB compares names without case.
* @throws InternalError for an empty name or one with a NUL character, which no SQL text can carry.
*/
function quoteIdentifier(name) {
	if (name === "" || name.includes("\0")) throw new InternalError({
		code: "SQL_UNQUOTABLE_NAME",
		message: `Quoting a name for SQL: ${JSON.stringify(name)} is empty or holds a NUL character, which SQL text cannot carry.`
	});
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** A string as an SQL literal of type VARCHAR. NUL characters, which end SQL text, are put together with chr(0). */
function quoteLiteral(text) {
	const quoted = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
	return quoted.length === 1 ? quoted[0] : `(${quoted.join(" || chr(0) || ")})`;
}
/** Strings as an SQL list literal. */
function quoteList(texts) {
	return `[${texts.map(quoteLiteral).join(", ")}]`;
}

// packages/engine/src/runtime/memory-limit.ts
const UNITS = {
	B: 1,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	TB: 0xe8d4a51000,
	KIB: 1024,
	MIB: 2 ** 20,
	GIB: 2 ** 30,
	TIB: 2 ** 40
};
/** Below this DuckDB cannot even sort a small table. */
const LEAST_BYTES = 64e6;
/** A size such as `2GB`, `512 MiB` or `1.5GB` in bytes. @throws ConfigError otherwise, or below 64 MB. */
function parseSize(text, name) {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?I?B)\s*$/i.exec(text);
	const bytes = match === null ? NaN : Math.floor(Number(match[1]) * UNITS[match[2].toUpperCase()]);
	if (bytes >= LEAST_BYTES) return bytes;
	throw new ConfigError({
		code: "CONFIG_SIZE",
		message: `Reading ${name}: expected a size of at least 64MB such as \`2GB\` or \`512MiB\`, found ${JSON.stringify(text)}.`,
		hint: `Write ${name}: 2GB.`
	});
}
/** The default memory limit in bytes: the smaller of 2 GB and a quarter of the machine's memory, at least 64 MB. */
function defaultMemory(total = totalmem()) {
	return Math.max(LEAST_BYTES, Math.min(2e9, Math.floor(total / 4)));
}

// packages/engine/src/runtime/query-error.ts
/** Turns a failure of DuckDB into the error that tells the user what to do. Contents of rows never enter a message. */
function queryError(failure) {
	const text = withWrittenPaths(failure);
	return stopped(text, failure) ?? exhausted(text, failure) ?? faultyExpression(text, failure) ?? (isStatementFault(text) ? null : unreadable$1(text, failure)) ?? new InternalError({
		code: "ENGINE_QUERY_FAILED",
		message: `${purpose(failure)}: DuckDB refused a statement of ours: ${firstLine(text)}`,
		hint: "This is a bug of model-delivery; please report it with the configuration that triggers it.",
		cause: failure.error
	});
}
/** Errors that speak of the statement or the sandbox, not of the data; they may still quote words such as `parquet`. */
function isStatementFault(text) {
	return /^(?:Binder|Catalog|Parser|Permission|Conversion|Out of Range|Not implemented|Invalid Type|TransactionContext) ?\w* ?Error/i.test(text);
}
function unreadable$1(text, failure) {
	return unreadableCsv(text, failure) ?? unreadableJson(text, failure) ?? unreadableParquet(text, failure) ?? vanished(text, failure);
}
/** Documents must not depend on where on a machine the files lie. */
function withWrittenPaths(failure) {
	let text = failure.error instanceof Error ? failure.error.message : String(failure.error);
	for (const [path, written] of failure.options.paths ?? []) text = text.replaceAll(path, written);
	return text;
}
function purpose(failure) {
	const words = failure.options.purpose ?? "Running a query";
	return words.charAt(0).toUpperCase() + words.slice(1);
}
function stopped(text, failure) {
	if (!/^INTERRUPT/.test(text)) return null;
	if (failure.timedOutAfterMs === null) return new EvidenceError({
		code: "ENGINE_INTERRUPTED",
		message: `${purpose(failure)}: the query was interrupted before it had a result.`,
		cause: failure.error
	});
	const expression = failure.options.userExpression;
	return new EvidenceError({
		code: "ENGINE_TIMEOUT",
		message: `${purpose(failure)}: the query was stopped after ${failure.timedOutAfterMs / 1e3} s without a result${expression === void 0 ? "" : `; it evaluates ${quoted(expression)}`}.`,
		hint: "Simplify the expression, reduce the data, or give the job more time and memory.",
		cause: failure.error
	});
}
function exhausted(text, failure) {
	if (/No space left on device|max_temp_directory_size|offload data block/i.test(text)) return new ExternalError({
		system: "disk",
		code: "ENGINE_DISK_FULL",
		message: `${purpose(failure)}: the data that does not fit into memory does not fit on the disk either: ${firstLine(text)}`,
		hint: "Free disk space (RUNNER_TEMP), use a larger runner, or raise data.defaults.memory.",
		cause: failure.error
	});
	if (!/^Out of Memory|out of memory/i.test(text)) return null;
	return new EvidenceError({
		code: "ENGINE_OUT_OF_MEMORY",
		message: `${purpose(failure)}: ${firstLine(text)}`,
		hint: "Raise data.defaults.memory (for example `memory: 4GB`) or use a runner with more memory.",
		cause: failure.error
	});
}
function faultyExpression(text, failure) {
	const expression = failure.options.userExpression;
	if (expression === void 0) return null;
	if (!/^(?:Binder|Catalog|Conversion|Out of Range|Invalid Input|Invalid Type|Parser|Not implemented) ?\w* ?Error/i.test(text)) return null;
	if (/CSV Error|JSON|parquet/i.test(firstLine(text))) return null;
	return new ConfigError({
		code: "RULE_INVALID",
		message: `${purpose(failure)}: the expression ${quoted(expression)} cannot be evaluated: ${firstLine(text)}`,
		hint: "Correct the expression. A cast that can fail is written try_cast(x as type).",
		cause: failure.error
	});
}
function unreadableCsv(text, failure) {
	if (!/CSV Error|CSV Parser|CSV file/i.test(text)) return null;
	const file = /^\s*file = (.*)$/m.exec(text)?.[1];
	const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
	const where = `${file === void 0 ? "the CSV file" : file}${line === void 0 ? "" : `, line ${line}`}`;
	const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
	const found = counts ? `expected ${counts[1]} columns as in the header, found ${counts[2]}` : /unicode|utf-8 encoded/i.test(text) ? "the bytes are not valid UTF-8" : /unterminated quote/i.test(text) ? "a quoted value does not end where it should" : /max_line_size|Maximum line size/i.test(text) ? "a line is longer than 2 MB" : /state machine/i.test(text) ? "the file does not follow the rules of CSV (RFC 4180)" : firstLine(text.replace(/^.*CSV Error on Line: \d+\n(?:Original Line:.*\n)?/s, ""));
	return new EvidenceError({
		code: counts ? "DATA_RAGGED_ROWS" : "DATA_MALFORMED_CSV",
		message: `Reading ${where}: ${found}.`,
		hint: "Repair the file, or set `delimiter`, `quote` or `encoding` of the dataset if it was read the wrong way.",
		cause: failure.error
	});
}
function unreadableJson(text, failure) {
	const match = /(?:Malformed JSON|JSON transform error)(?: in file "([^"]*)")?.*?in line (\d+): (.*)/s.exec(text);
	if (match === null) return null;
	const duplicate = /duplicate key/.test(match[3]);
	return new EvidenceError({
		code: "DATA_MALFORMED_JSON",
		message: `Reading ${match[1] ?? "the JSON Lines file"}, line ${match[2]}: ${duplicate ? "an object names the same key twice" : "expected one complete JSON object a line"}.`,
		hint: "Write one JSON object a line, without a surrounding array and without line breaks inside an object.",
		cause: failure.error
	});
}
function unreadableParquet(text, failure) {
	if (!/magic bytes|parquet|thrift|snappy|zstd|Metadata|schema mismatch|page/i.test(firstLine(text))) return null;
	const file = /'([^']+)'|"([^"]+)"/.exec(text);
	return new EvidenceError({
		code: "DATA_MALFORMED_PARQUET",
		message: `Reading ${file === null ? "a Parquet file" : file[1] ?? file[2]}: ${firstLine(text).replace(/^[\w ]*Error: /, "")}`,
		hint: "The file is probably truncated or damaged: write or download it again and compare its size with the original.",
		cause: failure.error
	});
}
function vanished(text, failure) {
	if (!/^IO Error/.test(text)) return null;
	return new EvidenceError({
		code: "DATA_UNREADABLE",
		message: `${purpose(failure)}: ${firstLine(text)}`,
		hint: "Check that the file is still there and was not changed while it was read.",
		cause: failure.error
	});
}
function quoted(expression) {
	return `\`${expression.length > 200 ? `${expression.slice(0, 200)}…` : expression}\``;
}
function firstLine(text) {
	return text.split("\n", 1)[0].trim();
}

// packages/engine/src/runtime/open-engine.ts
const DEFAULT_TIMEOUT_MS = 18e5;
const INTERRUPT_AGAIN_MS = 250;
/**
* Opens a sandboxed DuckDB. Tables live in memory and spill into the private folder beyond the limit (a database file takes
* three times as long to fill). Before it returns, files outside `allowedPaths` and the private folder
* are out of reach, extensions are off and the settings are locked, so nothing a later statement says can undo it.
* @throws ConfigError for a faulty memory limit or thread count, ExternalError when the library or the folder cannot be used.
*/
async function openEngine(binding, options) {
	const settings = instanceSettings(options);
	const duckdb = await loadDuckdb(binding);
	const scratchDirectory = await makeScratch(options.tempDirectory);
	try {
		settings.temp_directory = scratchDirectory;
		settings.max_temp_directory_size = await spillLimit(options, scratchDirectory);
		const instance = await duckdb.DuckDBInstance.create(":memory:", settings);
		const connection = await instance.connect();
		for (const statement of lockDown(options.allowedPaths, scratchDirectory)) await connection.run(statement);
		return new SandboxedEngine(binding, duckdb, instance, connection, scratchDirectory, options.queryTimeoutMs);
	} catch (cause) {
		await rm(scratchDirectory, {
			recursive: true,
			force: true
		});
		throw new ExternalError({
			system: "DuckDB",
			code: "ENGINE_OPEN_FAILED",
			message: `Opening DuckDB in ${scratchDirectory}: ${cause instanceof Error ? cause.message : String(cause)}`,
			hint: "Check that the temporary folder (RUNNER_TEMP) is writable and has free space.",
			cause
		});
	}
}
function instanceSettings(options) {
	const settings = {
		memory_limit: `${options.memory === void 0 ? defaultMemory() : parseSize(options.memory, "memory")}B`,
		autoinstall_known_extensions: "false",
		autoload_known_extensions: "false"
	};
	const threads = options.threads ?? "auto";
	if (threads === "auto") return settings;
	if (!Number.isInteger(threads) || threads < 1 || threads > 1024) throw new ConfigError({
		code: "CONFIG_THREADS",
		message: `Reading threads: expected \`auto\` or a whole number from 1 to 1024, found ${String(threads)}.`
	});
	return {
		...settings,
		threads: String(threads)
	};
}
async function makeScratch(tempDirectory) {
	try {
		await mkdir(tempDirectory, { recursive: true });
		return await mkdtemp(join(await realpath(tempDirectory), "model-delivery-engine-"));
	} catch (cause) {
		throw new ExternalError({
			system: "disk",
			code: "ENGINE_NO_SCRATCH",
			message: `Making a private folder in ${tempDirectory}: ${cause instanceof Error ? cause.message : String(cause)}`,
			hint: "Check that the temporary folder (RUNNER_TEMP) exists and is writable.",
			cause
		});
	}
}
async function spillLimit(options, directory) {
	if (options.spillLimit !== void 0) return `${parseSize(options.spillLimit, "spill limit")}B`;
	const disk = await statfs(directory);
	return `${Math.max(64e6, Math.floor(disk.bavail * disk.bsize * .9))}B`;
}
function lockDown(allowedPaths, scratchDirectory) {
	return [
		"SET GLOBAL TimeZone = 'UTC'",
		`SET GLOBAL allowed_directories = ${quoteList([scratchDirectory])}`,
		`SET GLOBAL allowed_paths = ${quoteList(allowedPaths)}`,
		"SET GLOBAL enable_external_access = false",
		"SET GLOBAL lock_configuration = true"
	];
}
var SandboxedEngine = class {
	binding;
	libraryVersion;
	scratchDirectory;
	#instance;
	#connection;
	#timeoutMs;
	#last = Promise.resolve();
	#closed = null;
	constructor(binding, duckdb, instance, connection, scratchDirectory, timeoutMs) {
		this.binding = binding;
		this.libraryVersion = duckdb.version().replace(/^v/, "");
		this.scratchDirectory = scratchDirectory;
		this.#instance = instance;
		this.#connection = connection;
		this.#timeoutMs = timeoutMs ?? DEFAULT_TIMEOUT_MS;
	}
	query(sql, params = [], options = {}) {
		return this.#run(options, async () => {
			const result = await this.#connection.run(sql, params);
			const columns = namedTypes(result.columnNames(), result.columnTypes());
			const readers = columns.map((column) => cellReader(column.type));
			return {
				columns,
				rows: (await result.getRows()).map((row) => row.map((value, index) => readers[index](value)))
			};
		});
	}
	async count(sql, params = [], options = {}) {
		const { rows } = await this.query(sql, params, options);
		return toCount(rows[0]?.[0]);
	}
	columns(sql, params = [], options = {}) {
		return this.#run(options, async () => {
			const result = await this.#connection.stream(sql, params);
			const builders = namedTypes(result.columnNames(), result.columnTypes()).map((column) => columnBuilder(column.name, column.type));
			for await (const chunk of result) builders.forEach((builder, index) => {
				builder.append(chunk.getColumnVector(index), chunk.rowCount);
			});
			return builders.map((builder) => builder.finish());
		});
	}
	async describe(sql, options = {}) {
		const { rows } = await this.query(`DESCRIBE ${sql}`, [], options);
		return rows.map((row) => ({
			name: String(row[0]),
			type: String(row[1])
		}));
	}
	interrupt() {
		this.#connection.interrupt();
	}
	close() {
		this.#closed ??= this.#last.then(async () => {
			this.#connection.closeSync();
			this.#instance.closeSync();
			await rm(this.scratchDirectory, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
		});
		return this.#closed;
	}
	/** Runs one piece of work after the others, with its time limit and its errors turned into ours. */
	#run(options, work) {
		if (this.#closed !== null) return Promise.reject(new InternalError({
			code: "ENGINE_CLOSED",
			message: "Running a query: the engine has been closed already."
		}));
		const result = this.#last.then(() => this.#limited(options, work));
		this.#last = result.catch(() => void 0);
		return result;
	}
	async #limited(options, work) {
		const limitMs = options.timeoutMs ?? this.#timeoutMs;
		const started = performance.now();
		let timedOut = false;
		const timer = setInterval(() => {
			if (performance.now() - started < limitMs) return;
			timedOut = true;
			this.#connection.interrupt();
		}, Math.max(1, Math.min(limitMs, INTERRUPT_AGAIN_MS)));
		try {
			return await work();
		} catch (error) {
			throw queryError({
				error,
				options,
				timedOutAfterMs: timedOut ? limitMs : null
			});
		} finally {
			clearInterval(timer);
		}
	}
};
function namedTypes(names, types) {
	return names.map((name, index) => ({
		name,
		type: String(types[index])
	}));
}

// packages/engine/src/source/column-type.ts
/** The type word nearest to a DuckDB type of a typed file; `string` for everything that is none of the others. */
function typeOfPhysical(physical) {
	const type = physical.toUpperCase();
	if (/^U?(?:TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$|^DECIMAL\(\d+,0\)$/.test(type)) return "integer";
	if (/^FLOAT$|^DOUBLE$|^DECIMAL/.test(type)) return "number";
	if (type === "BOOLEAN") return "boolean";
	if (type === "DATE") return "date";
	if (type.startsWith("TIMESTAMP")) return "timestamp";
	return "string";
}

// packages/engine/src/source/column-names.ts
/**
* Makes sure that a table's column names are usable: no two that differ in case only (SQL does not tell them apart), no NUL.
* @throws EvidenceError that names them.
*/
function checkColumnNames(path, names) {
	const seen = /* @__PURE__ */ new Map();
	for (const name of names) {
		const other = seen.get(name.toLowerCase());
		if (other !== void 0) throw new EvidenceError({
			code: "DATA_DUPLICATE_COLUMNS",
			message: `Reading ${path}: the column ${JSON.stringify(name)} occurs twice${other === name ? "" : ` (as ${JSON.stringify(other)}; names that differ in case only count as equal)`}.`,
			hint: "Rename one of the columns where the file is written."
		});
		if (name.includes("\0")) throw new EvidenceError({
			code: "DATA_BAD_COLUMN_NAME",
			message: `Reading ${path}: the column name ${JSON.stringify(name)} holds a NUL character.`,
			hint: "The file is probably binary or of another encoding: set `format` or `encoding` of the dataset."
		});
		seen.set(name.toLowerCase(), name);
	}
}
/** @throws EvidenceError when two files of one dataset do not have the same columns. */
function checkSameColumns(first, other) {
	const missing = first.names.filter((name) => !other.names.includes(name));
	const unexpected = other.names.filter((name) => !first.names.includes(name));
	if (missing.length === 0 && unexpected.length === 0) return;
	const parts = [...missing.length === 0 ? [] : [`lacks ${missing.join(", ")}`], ...unexpected.length === 0 ? [] : [`has in addition ${unexpected.join(", ")}`]];
	throw new EvidenceError({
		code: "DATA_DIFFERENT_COLUMNS",
		message: `Reading ${other.path}: expected the columns of ${first.path}, but the file ${parts.join(" and ")}.`,
		hint: "Files of one dataset must have the same columns: narrow the pattern or write the files alike."
	});
}

// packages/engine/src/source/convert-text.ts
/** Whether DuckDB can read the text of a file as it is. */
function needsConversion(file) {
	return file.encoding !== "utf-8";
}
/**
* Writes the text of a file as plain UTF-8 without byte order mark to `target`.
* @throws EvidenceError when the bytes are no text of its encoding.
*/
async function convertText(file, target, conversion = {}) {
	try {
		const texts = decoded(bytesOf(file), file.encoding ?? "utf-8");
		const quote = conversion.lineEndsOutside;
		await pipeline$1(quote === void 0 ? texts : evenLineEnds(texts, quote), createWriteStream(target, { mode: 384 }));
	} catch (cause) {
		if (!(cause instanceof TypeError)) throw cause;
		throw new EvidenceError({
			code: "DATA_WRONG_ENCODING",
			message: `Reading ${file.path}: its bytes are not valid ${file.encoding}.`,
			hint: "Correct `encoding` of the dataset, or leave it out to have it detected.",
			cause
		});
	}
}
function bytesOf(file) {
	const stream = createReadStream(file.realPath, { highWaterMark: 1 << 20 });
	return file.gzip ? pipeline(stream, createGunzip(), () => void 0) : stream;
}
async function* decoded(chunks, encoding) {
	const decoder = new TextDecoder(encoding, { fatal: true });
	for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
}
async function* evenLineEnds(texts, quote) {
	let inside = false;
	let afterReturn = false;
	for await (const text of texts) {
		const parts = [];
		let from = 0;
		for (let i = 0; i < text.length; i += 1) {
			const char = text[i];
			if (quote !== "" && char === quote) inside = !inside;
			else if (!inside && char === "\r") {
				parts.push(text.slice(from, i), "\n");
				from = i + 1;
			} else if (!inside && char === "\n" && (i === 0 ? afterReturn : text[i - 1] === "\r")) {
				parts.push(text.slice(from, i));
				from = i + 1;
			}
		}
		afterReturn = text === "" ? afterReturn : !inside && text.endsWith("\r");
		parts.push(text.slice(from));
		yield parts.join("");
	}
}
/** The first characters of a text file and whether that is all of it. */
async function readSample(file, path, gzip, encoding, maxBytes = 262144) {
	const chunks = [];
	let length = 0;
	let complete = true;
	const stream = createReadStream(path, { highWaterMark: 65536 });
	const source = gzip ? pipeline(stream, createGunzip(), () => void 0) : stream;
	for await (const chunk of source) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > maxBytes) {
			complete = false;
			break;
		}
	}
	stream.destroy();
	const text = new TextDecoder(encoding).decode(Buffer.concat(chunks).subarray(0, maxBytes));
	return {
		text: file.byteOrderMark ? text.replace(/^\ufeff/, "") : text,
		complete
	};
}

// packages/engine/src/source/csv-dialect.ts
const DELIMITERS = [
	",",
	";",
	"	",
	"|"
];
const NAMED = {
	"\\t": "	",
	tab: "	",
	comma: ",",
	semicolon: ";",
	pipe: "|",
	space: " "
};
const MAX_RECORDS = 500;
/**
* The dialect of a CSV text: stated where `options` say so, else the one under which most records have as many fields as
* the first. A single column needs no delimiter.
* @param sample the beginning of the text; `complete` if it is all of it (else the last record is left out)
* @throws EvidenceError when two delimiters fit equally well; ConfigError for a stated one that is not one character.
*/
function detectDialect(path, sample, complete, options) {
	const quotes = options.quote === void 0 ? quoteCandidates(sample) : [oneCharacter("quote", options.quote)];
	const delimiters = options.delimiter === void 0 ? DELIMITERS : [oneCharacter("delimiter", NAMED[options.delimiter] ?? options.delimiter)];
	const fits = [];
	for (const quote of quotes) for (const escaping of escapeCandidates(sample, quote, options.escape)) for (const delimiter of delimiters) fits.push(measure(sample, complete, {
		delimiter,
		quote,
		escape: escaping
	}));
	const useful = fits.filter((fit) => fit.fields > 1);
	if (options.delimiter !== void 0 || useful.length === 0) return best(fits).dialect;
	const winner = best(useful);
	refuseTie(path, winner, useful);
	return winner.dialect;
}
function oneCharacter(name, value) {
	if ([...value].length === 1 || name !== "delimiter" && value === "") return value;
	throw new ConfigError({
		code: "CONFIG_CSV_DIALECT",
		message: `Reading the ${name} of a dataset: expected one character${name === "delimiter" ? " (or `\\t`)" : " or ''"}, found ${JSON.stringify(value)}.`,
		hint: "Leave it out to have it detected."
	});
}
/** Single quotes only count where no double quote begins a field: an apostrophe is not a quote. */
function quoteCandidates(sample) {
	if (/(?:^|[,;\t|\r\n])\s*"/.test(sample) || !/(?:^|[,;\t|\r\n])'/.test(sample)) return ["\""];
	return ["\"", "'"];
}
function escapeCandidates(sample, quote, stated) {
	if (stated !== void 0) return [oneCharacter("escape", stated)];
	return quote !== "" && sample.includes(`\\${quote}`) ? [quote, "\\"] : [quote];
}
function best(fits) {
	return fits.reduce((a, b) => compare(b, a) > 0 ? b : a);
}
/** Unbroken quotes first, then consistency, then the number of fields; on a tie the earlier candidate. */
function compare(a, b) {
	return Number(b.broken) - Number(a.broken) || a.share - b.share || a.fields - b.fields;
}
function refuseTie(path, winner, fits) {
	const rival = fits.find((fit) => fit.dialect.delimiter !== winner.dialect.delimiter && compare(fit, winner) === 0);
	if (rival === void 0) return;
	throw new EvidenceError({
		code: "DATA_DELIMITER_UNCLEAR",
		message: `Reading ${path}: the delimiter cannot be told: ${JSON.stringify(winner.dialect.delimiter)} and ${JSON.stringify(rival.dialect.delimiter)} both split every record into ${winner.fields} fields.`,
		hint: "Set `delimiter` on the dataset."
	});
}
function measure(sample, complete, dialect) {
	const { counts, broken } = fieldCounts(sample, complete, dialect);
	const fields = counts[0] ?? 0;
	const same = counts.filter((count) => count === fields).length;
	return {
		dialect,
		fields,
		share: counts.length === 0 ? 0 : same / counts.length,
		broken
	};
}
/** The number of fields of each record at the beginning of a CSV text; blank lines are no records. */
function fieldCounts(sample, complete, dialect) {
	const counts = [];
	let broken = false;
	let fields = 1;
	let fieldStart = true;
	let empty = true;
	let i = 0;
	while (i < sample.length && counts.length < MAX_RECORDS) {
		const char = sample[i];
		if (fieldStart && dialect.quote !== "" && char === dialect.quote) {
			const end = quotedEnd(sample, i + 1, dialect);
			if (end < 0) {
				broken ||= complete;
				return {
					counts,
					broken
				};
			}
			const next = sample[end + 1];
			broken ||= next !== void 0 && next !== dialect.delimiter && next !== "\n" && next !== "\r";
			empty = false;
			fieldStart = false;
			i = end + 1;
			continue;
		}
		if (char === "\n" || char === "\r") {
			if (!empty) counts.push(fields);
			fields = 1;
			empty = true;
			fieldStart = true;
			if (char === "\r" && sample[i + 1] === "\n") i += 1;
		} else if (char === dialect.delimiter) {
			fields += 1;
			empty = false;
			fieldStart = true;
		} else {
			empty = false;
			fieldStart &&= char === " ";
		}
		i += 1;
	}
	if (complete && !empty && counts.length < MAX_RECORDS) counts.push(fields);
	if (!complete && counts.length === 0) counts.push(fields);
	return {
		counts,
		broken
	};
}
/** Index of the closing quote of a field whose text begins at `from`, or -1. */
function quotedEnd(sample, from, dialect) {
	let i = from;
	while (i < sample.length) {
		const char = sample[i];
		if (char === dialect.escape && dialect.escape !== dialect.quote) i += 2;
		else if (char !== dialect.quote) i += 1;
		else if (dialect.escape === dialect.quote && sample[i + 1] === dialect.quote) i += 2;
		else return i;
	}
	return -1;
}
/**
* The fields of the first record of a CSV text, without surrounding white space.
* @returns null when the record does not end within an incomplete sample
*/
function firstRecord(sample, complete, dialect) {
	const fields = [];
	let field = "";
	let i = 0;
	while (i < sample.length) {
		const char = sample[i];
		if (dialect.quote !== "" && char === dialect.quote && field.trim() === "") {
			const end = quotedEnd(sample, i + 1, dialect);
			if (end < 0) return complete ? [...fields, sample.slice(i + 1)] : null;
			field = unescaped(sample.slice(i + 1, end), dialect);
			i = end + 1;
		} else if (char === "\n" || char === "\r") return [...fields, field.trim()];
		else if (char === dialect.delimiter) {
			fields.push(field.trim());
			field = "";
			i += 1;
		} else {
			field += char;
			i += 1;
		}
	}
	return complete ? [...fields, field.trim()] : null;
}
function unescaped(text, dialect) {
	if (dialect.escape === "") return text;
	return text.replaceAll(`${dialect.escape}${dialect.quote}`, dialect.quote);
}

// packages/engine/src/source/readable-path.ts
/** For error messages: path that DuckDB reads -> path as the user wrote it. */
function writtenPaths(readables) {
	return new Map(readables.map(({ path, file }) => [path, file.path]));
}
let serial$1 = 0;
/** A new file name inside the engine's private folder. */
function scratchPath(engine, extension) {
	serial$1 += 1;
	return join(engine.scratchDirectory, `source-${serial$1}${extension}`);
}
/**
* Makes a file readable: converts its text to UTF-8 where needed (`strip` also removes a byte order mark), and gives a file
* whose name DuckDB would take for a pattern another name.
*/
async function readablePath(engine, file, options) {
	if (file.encoding !== null && (needsConversion(file) || options.stripMark && file.byteOrderMark)) {
		const path = scratchPath(engine, ".txt");
		await convertText(file, path);
		return {
			file,
			path,
			gzip: false
		};
	}
	if (!/[*?[\]{}]/.test(file.realPath)) return {
		file,
		path: file.realPath,
		gzip: file.gzip
	};
	const path = scratchPath(engine, extname(file.realPath).replace(/[^.\w]/g, ""));
	await symlink(file.realPath, path);
	return {
		file,
		path,
		gzip: file.gzip
	};
}

// packages/engine/src/source/load-csv.ts
/** DuckDB's own limit is 2 MB; its buffers grow with the limit. */
const LONGEST_LINE_BYTES = 32 * 2 ** 20;
/** Reads all rows of CSV files into a table of text columns; the empty field and `nullValues` become NULL. */
async function loadCsv(engine, located) {
	const files = [];
	for (const file of located.files) files.push(await openCsv(await readablePath(engine, file, { stripMark: false }), located));
	const first = files[0];
	for (const file of files.slice(1)) checkSameColumns({
		path: first.readable.file.path,
		names: first.names
	}, {
		path: file.readable.file.path,
		names: file.names
	});
	const table = freshRelation("source");
	await createTable(engine, table, files, located);
	return {
		relationSql: table,
		columns: first.names.map((name) => ({
			name,
			physicalType: "VARCHAR",
			storedType: null
		})),
		dialect: first.dialect
	};
}
async function openCsv(readable, located) {
	const { file } = readable;
	const encoding = readable.path === file.realPath || readable.gzip ? file.encoding ?? "utf-8" : "utf-8";
	const sample = await readSample(file, readable.path, readable.gzip, encoding);
	const text = sample.text.replace(/^(?:[ \t]*\r?\n)+/, "");
	if (text.trim() === "" && sample.complete) throw new EvidenceError({
		code: "DATA_EMPTY_FILE",
		message: `Reading ${file.path}: expected CSV with a header, found nothing but white space (${file.bytes} bytes).`,
		hint: "Check the step that writes it: an interrupted or failed export often leaves an empty file."
	});
	const dialect = detectDialect(file.path, text, sample.complete, located.options);
	const record = firstRecord(text, sample.complete, dialect);
	if (record === null) throw new EvidenceError({
		code: "DATA_NO_HEADER",
		message: `Reading ${file.path}: the first line does not end within the first ${text.length} characters, so it is no header.`,
		hint: "Check `format`, `quote` and `delimiter` of the dataset."
	});
	const names = record.map((name, index) => located.options.header === false || name === "" ? `column${index}` : name);
	checkColumnNames(file.path, names);
	return {
		readable,
		dialect,
		names,
		blankLines: sample.text.slice(0, sample.text.length - text.length).split("\n").length - 1
	};
}
/** Reads the files; where DuckDB refuses what can be made good, once more with that made good. */
async function createTable(engine, table, files, located) {
	const attempt = (given, maxLineBytes) => engine.query(`CREATE TABLE ${table} AS ${unionSql(given, located, maxLineBytes)}`, [], {
		purpose: `reading ${shownPaths(located)}`,
		paths: writtenPaths(given.map((file) => file.readable))
	});
	try {
		await attempt(files, null);
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		if (/max_line_size/.test(causeText(error))) await attempt(files, LONGEST_LINE_BYTES);
		else if (error.code === "DATA_MALFORMED_CSV" && !/unicode/i.test(causeText(error))) {
			const even = [];
			for (const file of files) even.push(await withEvenLineEnds(engine, file));
			await attempt(even, null);
		} else throw error;
	}
}
function causeText(error) {
	return error.cause instanceof Error ? error.cause.message : "";
}
async function withEvenLineEnds(engine, file) {
	const path = scratchPath(engine, ".csv");
	await convertText(file.readable.file, path, { lineEndsOutside: file.dialect.quote });
	return {
		...file,
		readable: {
			...file.readable,
			path,
			gzip: false
		}
	};
}
/** Neighbouring files that look alike are read in one go; columns come in the order of the first file. */
function unionSql(files, located, maxLineBytes) {
	const groups = [];
	for (const file of files) {
		const group = groups.at(-1);
		if (group !== void 0 && looks(group[0]) === looks(file)) group.push(file);
		else groups.push([file]);
	}
	const columns = files[0].names.map(quoteIdentifier).join(", ");
	return groups.map((group) => `SELECT ${columns} FROM ${readCsv(group, located, maxLineBytes)}`).join(" UNION ALL ");
}
function looks(file) {
	return JSON.stringify([
		file.dialect,
		file.names,
		file.readable.gzip,
		file.blankLines
	]);
}
function readCsv(files, located, maxLineBytes) {
	const { dialect, names, readable, blankLines } = files[0];
	const columns = names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(", ");
	const nulls = [.../* @__PURE__ */ new Set(["", ...located.options.nullValues ?? []])];
	return `read_csv(${quoteList(files.map((file) => file.readable.path))}, ${[
		"auto_detect = false",
		`header = ${located.options.header !== false}`,
		`delim = ${quoteLiteral(dialect.delimiter)}`,
		`quote = ${quoteLiteral(dialect.quote)}`,
		`escape = ${quoteLiteral(dialect.escape)}`,
		`nullstr = ${quoteList(nulls)}`,
		`columns = {${columns}}`,
		`compression = '${readable.gzip ? "gzip" : "none"}'`,
		`skip = ${blankLines}`,
		"hive_partitioning = false",
		...maxLineBytes === null ? [] : [`max_line_size = ${maxLineBytes}`]
	].join(", ")})`;
}
/** A source's paths for messages. */
function shownPaths(located) {
	const [first, ...rest] = located.files;
	return rest.length === 0 ? first.path : `${first.path} and ${rest.length} more`;
}

// packages/engine/src/source/load-json-lines.ts
/**
* Reads all rows of JSON Lines files into a table of text columns, one for every key that occurs, sorted by name (so that
* the order of rows changes nothing). Numbers, true and false are their text, nested values their JSON, null and an absent
* key are NULL.
*/
async function loadJsonLines(engine, located) {
	const shown = shownPaths(located);
	const groups = {
		gzip: [],
		plain: []
	};
	const paths = /* @__PURE__ */ new Map();
	for (const file of located.files) {
		const readable = await readablePath(engine, file, { stripMark: true });
		groups[readable.gzip ? "gzip" : "plain"].push(readable.path);
		paths.set(readable.path, file.path);
	}
	const context = {
		purpose: `reading ${shown}`,
		paths,
		shown
	};
	const readers = Object.entries(groups).filter(([, group]) => group.length > 0);
	const from = (reader, extra) => readers.map(([kind, group]) => `SELECT * FROM ${reader}(${quoteList(group)}, compression = '${kind === "gzip" ? "gzip" : "uncompressed"}'${extra})`).join(" UNION ALL BY NAME ");
	await refuseOtherThanObjects(engine, from("read_ndjson_objects", ""), context);
	const names = await keys(engine, from("read_ndjson_objects", ""), context);
	checkColumnNames(shown, names);
	if (names.length === 0) return {
		relationSql: freshRelation("source"),
		columns: [],
		dialect: null
	};
	const types = await storedTypes(engine, from("read_json", ", format = 'newline_delimited', sample_size = -1"), context);
	const columns = names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(", ");
	const table = freshRelation("source");
	const rows = from("read_json", `, format = 'newline_delimited', columns = {${columns}}`);
	await engine.query(`CREATE TABLE ${table} AS ${rows}`, [], context);
	return {
		relationSql: table,
		columns: names.map((name) => ({
			name,
			physicalType: "VARCHAR",
			storedType: typeOfPhysical(types.get(name) ?? "VARCHAR")
		})),
		dialect: null
	};
}
async function refuseOtherThanObjects(engine, objects, context) {
	const { rows } = await engine.query(`SELECT count(*), count(*) FILTER (json_type(json) <> 'OBJECT'), min(json_type(json)) FILTER (json_type(json) <> 'OBJECT') FROM (${objects})`, [], context);
	const { shown } = context;
	const [all, others, kind] = rows[0];
	if (toCount(all) === 0) throw new EvidenceError({
		code: "DATA_EMPTY_FILE",
		message: `Reading ${shown}: expected one JSON object a line, found nothing but white space.`,
		hint: "Check the step that writes it: an interrupted or failed export often leaves an empty file."
	});
	if (toCount(others) === 0) return;
	throw new EvidenceError({
		code: "DATA_MALFORMED_JSON",
		message: `Reading ${shown}: expected one JSON object a line, found ${toCount(others)} of ${toCount(all)} lines with something else (${String(kind)}).`,
		hint: "Write {\"column\": value, …} on every line."
	});
}
async function keys(engine, objects, context) {
	const { rows } = await engine.query(`SELECT DISTINCT unnest(json_keys(json)) AS key FROM (${objects})`, [], context);
	return rows.map((row) => String(row[0])).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
async function storedTypes(engine, rows, context) {
	const columns = await engine.describe(rows, context);
	return new Map(columns.map((column) => [column.name, column.type]));
}

// packages/engine/src/source/open-parquet.ts
/** Makes Parquet files one relation. They stay where they are: DuckDB reads only the columns that a query names. */
async function openParquet(engine, located) {
	const paths = [];
	const schemas = [];
	const first = located.files[0];
	for (const file of located.files) {
		const readable = await readablePath(engine, file, { stripMark: false });
		const { path } = readable;
		const schema = await engine.describe(`SELECT * FROM ${readParquet([path], false)}`, {
			purpose: `reading ${file.path}`,
			paths: writtenPaths([readable])
		});
		const names = schema.map((column) => column.name);
		checkColumnNames(file.path, names);
		checkSameColumns({
			path: first.path,
			names: (schemas[0] ?? schema).map((column) => column.name)
		}, {
			path: file.path,
			names
		});
		paths.push(path);
		schemas.push(schema);
	}
	const alike = schemas.every((schema) => JSON.stringify(schema) === JSON.stringify(schemas[0]));
	const relationSql = readParquet(paths, !alike);
	return {
		relationSql,
		columns: (alike ? schemas[0] : await engine.describe(`SELECT * FROM ${relationSql}`, { purpose: `reading ${first.path}` })).map((column) => storedColumn(column.name, column.type)),
		dialect: null
	};
}
/** Files of one dataset with columns in another order, or of wider types, are matched by name. */
function readParquet(paths, byName) {
	return `read_parquet(${quoteList(paths)}, union_by_name = ${byName}, hive_partitioning = false)`;
}

// packages/engine/src/source/inspect-source.ts
/**
* Reads the columns and the number of rows of a located source. The engine must have been opened with its `readPaths`.
* A file with a header and no rows is a source of 0 rows.
* @throws EvidenceError for ragged rows (with their line), damaged files, duplicate columns, files that do not fit together.
*/
async function inspectSource(engine, located) {
	const loaded = await load(engine, located);
	if (loaded.columns.length === 0) throw new EvidenceError({
		code: "DATA_NO_COLUMNS",
		message: `Reading ${located.files[0].path}: expected a table, found no columns.`,
		hint: "Check the step that writes the file."
	});
	const purpose = `counting the rows of ${located.files[0].path}`;
	return {
		files: located.files.map(({ path, bytes, sha256 }) => ({
			path,
			bytes,
			sha256
		})),
		format: located.format,
		bytes: located.bytes,
		sha256: located.sha256,
		...loaded,
		rows: await engine.count(`SELECT count(*) FROM ${loaded.relationSql}`, [], { purpose }),
		encoding: located.files[0].encoding
	};
}
function load(engine, located) {
	if (located.format === "csv") return loadCsv(engine, located);
	return located.format === "jsonl" ? loadJsonLines(engine, located) : openParquet(engine, located);
}
let serial = 0;
/** A table or view name that nothing else in this process uses. */
function freshRelation(kind) {
	serial += 1;
	return quoteIdentifier(`${kind}_${serial}`);
}
/** The column of a typed file. */
function storedColumn(name, physicalType) {
	return {
		name,
		physicalType,
		storedType: typeOfPhysical(physicalType)
	};
}

// packages/engine/src/source/file-format.ts
const EXTENSIONS = {
	".csv": "csv",
	".tsv": "csv",
	".tab": "csv",
	".psv": "csv",
	".txt": "csv",
	".parquet": "parquet",
	".pq": "parquet",
	".jsonl": "jsonl",
	".ndjson": "jsonl"
};
/** Signatures of files that people name by mistake. */
const FOREIGN = [
	["a zip archive (perhaps an Excel workbook)", Buffer.from("PK", "latin1")],
	["a Zstandard file", Buffer.from([
		40,
		181,
		47,
		253
	])],
	["a bzip2 file", Buffer.from("BZh", "latin1")],
	["an xz file", Buffer.from([
		253,
		55,
		122,
		88,
		90,
		0
	])],
	["an Arrow or Feather file", Buffer.from("ARROW1", "latin1")],
	["an Avro file", Buffer.from("Obj", "latin1")],
	["an ORC file", Buffer.from("ORC", "latin1")],
	["an HDF5 file", Buffer.from([
		137,
		72,
		68,
		70
	])],
	["a pickle", Buffer.from([
		128,
		4,
		149
	])]
];
/**
* The format of a data file: by its signature (Parquet, gzip), else by `stated`, else by its extension in any case.
* @param head the first bytes of the file
* @param stated the format that the configuration names
* @throws EvidenceError when signature and name contradict each other or neither says anything.
*/
function detectFormat(path, head, stated) {
	const gzip = head.length >= 2 && head[0] === 31 && head[1] === 139;
	const name = path.toLowerCase().replace(/\.gz(?:ip)?$/, "");
	const expected = stated ?? EXTENSIONS[/\.[^./\\]+$/.exec(name)?.[0] ?? ""];
	if (head.subarray(0, 4).toString("latin1") === "PAR1") {
		if (stated !== void 0 && stated !== "parquet") throw contradiction(path, stated, "a Parquet file");
		return {
			format: "parquet",
			gzip: false
		};
	}
	if (expected === void 0) throw unknown(path);
	if (expected === "parquet") throw contradiction(path, "parquet", gzip ? "a gzip file" : foreignName(head) ?? "a file without the signature PAR1");
	const foreign = foreignName(head);
	if (foreign !== null) throw contradiction(path, expected, foreign);
	return {
		format: expected,
		gzip
	};
}
function foreignName(head) {
	const match = FOREIGN.find(([, signature]) => head.subarray(0, signature.length).equals(signature));
	if (match === void 0) return null;
	return head.subarray(0, 512).some((byte) => byte < 9 || byte > 13 && byte < 32) ? match[0] : null;
}
function contradiction(path, expected, found) {
	return new EvidenceError({
		code: "DATA_WRONG_FORMAT",
		message: `Reading ${path}: expected ${{
			csv: "CSV text",
			parquet: "Parquet",
			jsonl: "JSON Lines"
		}[expected]}, found ${found}.`,
		hint: "Write the data as CSV, Parquet or JSON Lines, or correct `format` of the dataset."
	});
}
function unknown(path) {
	return new EvidenceError({
		code: "DATA_UNKNOWN_FORMAT",
		message: `Reading ${path}: neither its name nor its first bytes say what it is. Known: .csv .tsv .txt .parquet .jsonl .ndjson, text also with .gz.`,
		hint: "Set `format: csv`, `parquet` or `jsonl` on the dataset."
	});
}

// packages/engine/src/source/path-glob.ts
/** Whether a path contains wildcards: `*` (within a name), `**` (any number of folders), `?` (one character). */
function isGlob(path) {
	return /[*?]/.test(path);
}
/**
* The files that match a pattern, sorted by the bytes of their path. Wildcards match no hidden name unless the pattern's
* segment starts with a dot, and `**` does not follow symbolic links.
* @returns paths relative to `baseDirectory` with `/` (absolute for an absolute pattern).
*/
async function expandGlob(pattern, baseDirectory) {
	const segments = pattern.replaceAll("\\", "/").split("/").filter((segment, index) => segment !== "." && (segment !== "" || index === 0));
	const found = /* @__PURE__ */ new Set();
	await match(segments, "", (path) => isAbsolute(pattern) ? path : join(baseDirectory, path), found);
	return [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
async function match(segments, prefix, absolute, found) {
	const [segment, ...rest] = segments;
	if (segment === void 0) return;
	const at = (name) => prefix === "" ? name : `${prefix}/${name}`;
	if (!isGlob(segment)) {
		const next = segment === "" ? "/" : at(segment).replace(/^\/\//, "/");
		if (rest.length > 0) return match(rest, next, absolute, found);
		if (await exists(absolute(next))) found.add(next);
		return;
	}
	if (segment === "**") await match(rest.length === 0 ? ["*"] : rest, prefix, absolute, found);
	const wanted = segmentPattern(segment === "**" ? "*" : segment);
	for (const entry of await entries(absolute(prefix === "" ? "." : prefix))) {
		if (entry.name.startsWith(".") && !segment.startsWith(".")) continue;
		const next = at(entry.name).replace(/^\/\//, "/");
		if (segment === "**") {
			if (entry.isDirectory()) await match(segments, next, absolute, found);
		} else if (wanted.test(entry.name)) {
			if (rest.length > 0) await match(rest, next, absolute, found);
			else if (!entry.isDirectory()) found.add(next);
		}
	}
}
async function entries(directory) {
	try {
		return await readdir(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
async function exists(path) {
	try {
		await lstat(path);
		return true;
	} catch {
		return false;
	}
}
/** `*` and `?` stay within one name; runs of `*` are one, so that matching stays linear. */
function segmentPattern(segment) {
	const parts = segment.replace(/\*+/g, "*");
	return { test: (name) => matchesName(parts, name) };
}
/** Wildcard matching with a single point to come back to: no exponential backtracking on hostile patterns. */
function matchesName(pattern, name) {
	const wanted = [...pattern];
	const given = [...name];
	let p = 0;
	let n = 0;
	let star = -1;
	let resume = 0;
	while (n < given.length) if (wanted[p] === "*") {
		star = p;
		resume = n;
		p += 1;
	} else if (wanted[p] === "?" || wanted[p] === given[n]) {
		p += 1;
		n += 1;
	} else if (star >= 0) {
		resume += 1;
		p = star + 1;
		n = resume;
	} else return false;
	while (wanted[p] === "*") p += 1;
	return p === wanted.length;
}

// packages/engine/src/source/pointer-file.ts
const LFS = "version https://git-lfs.github.com/spec/v1";
/**
* Recognises files that stand for data which is not here.
* @param head the first bytes of the file, at least 1 KB where it has them
* @throws EvidenceError for a Git LFS or DVC pointer.
*/
function refusePointerFile(path, head, bytes) {
	const text = head.subarray(0, 1024).toString("latin1");
	if (bytes < 1024 && text.startsWith(LFS)) {
		const size = /^size (\d+)$/m.exec(text)?.[1];
		throw new EvidenceError({
			code: "DATA_LFS_POINTER",
			message: `Reading ${path}: found a Git LFS pointer (${bytes} bytes${size === void 0 ? "" : `, standing for ${size} bytes`}), expected the data itself.`,
			hint: "Set `lfs: true` on the actions/checkout step (locally: `git lfs pull`)."
		});
	}
	if (!(path.endsWith(".dvc") || bytes < 4096 && /^outs:\s*\n\s*-\s+(?:md5|etag|checksum|hash|size|path):/m.test(text))) return;
	throw new EvidenceError({
		code: "DATA_DVC_POINTER",
		message: `Reading ${path}: found a DVC pointer, expected the data itself.`,
		hint: `Run \`dvc pull\` before this step, and name the data file as source${path.endsWith(".dvc") ? ` (${path.slice(0, -4)})` : ""}.`
	});
}

// packages/engine/src/source/regular-file.ts
/**
* Resolves one data file and makes sure that it is a readable regular file inside `containedIn`.
* @throws ConfigError when it lies outside; EvidenceError when it is missing, a folder, a device or unreadable.
*/
async function regularFile(path, absolutePath, containedIn) {
	if (containedIn !== void 0) await refuseOutside(path, absolutePath, containedIn);
	let realPath;
	try {
		realPath = await realpath(absolutePath);
	} catch (cause) {
		throw await missing(path, absolutePath, cause);
	}
	const facts = await stat(realPath);
	if (facts.isDirectory()) throw new EvidenceError({
		code: "DATA_IS_DIRECTORY",
		message: `Reading ${path}: expected a file, found a folder.`,
		hint: `Name the files in it, for example \`${path.replace(/\/+$/, "")}/*.parquet\`.`
	});
	if (!facts.isFile()) throw new EvidenceError({
		code: "DATA_NOT_A_FILE",
		message: `Reading ${path}: expected a regular file, found a device, pipe or socket.`,
		hint: "Copy the data into a file first."
	});
	try {
		await access(realPath, constants.R_OK);
	} catch (cause) {
		throw unreadable(path, cause);
	}
	return {
		realPath,
		bytes: facts.size
	};
}
/** @throws ConfigError when the path, or what its symbolic links lead to, lies outside `containedIn`. */
async function refuseOutside(path, absolutePath, containedIn) {
	const root = await realpath(containedIn);
	const stated = isInside(resolve(absolutePath), resolve(containedIn)) || isInside(resolve(absolutePath), root);
	const real = await nearestRealPath(absolutePath);
	if (stated && isInside(real, root)) return;
	throw new ConfigError({
		code: "DATA_OUTSIDE_WORKSPACE",
		message: `Reading ${path}: it leads outside of the workspace.`,
		hint: "Data files must lie inside the workspace, also behind symbolic links: copy or download them there."
	});
}
function isInside(path, root) {
	const way = relative(root, path);
	return way === "" || way !== ".." && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}
/** The real path of the file, or, where it does not exist, of its nearest existing parent folder. */
async function nearestRealPath(path) {
	let current = path;
	for (;;) try {
		return join(await realpath(current), relative(current, path));
	} catch {
		const link = await linkTarget(current);
		const parent = link ?? dirname(current);
		if (parent === current) return path;
		if (link !== null) return nearestRealPath(link);
		current = parent;
	}
}
async function linkTarget(path) {
	try {
		return resolve(dirname(path), await readlink(path));
	} catch {
		return null;
	}
}
async function missing(path, absolutePath, cause) {
	const code = cause.code;
	if (code === "EACCES" || code === "EPERM") return unreadable(path, cause);
	const dvc = await dvcPointer(absolutePath);
	if (dvc !== null) return new EvidenceError({
		code: "DATA_DVC_POINTER",
		message: `Reading ${path}: the file is not here, only its DVC pointer ${basename(dvc)} is.`,
		hint: "Run `dvc pull` before this step (and give the job access to the DVC remote).",
		cause
	});
	const link = await linkTarget(absolutePath);
	return new EvidenceError({
		code: "DATA_NOT_FOUND",
		message: `Reading ${path}: ${link === null ? "there is no such file" : "it is a symbolic link to a file that does not exist"}.`,
		hint: link !== null && /\.git[/\\]annex/.test(link) ? "Run `git annex get` before this step." : "Check the path (paths in the configuration are relative to the configuration file) and that an earlier step has produced the file.",
		cause
	});
}
/** The DVC pointer of the file or of a folder that contains it. */
async function dvcPointer(absolutePath) {
	let current = absolutePath;
	for (;;) {
		try {
			if ((await lstat(`${current}.dvc`)).isFile()) return `${current}.dvc`;
		} catch {}
		const parent = dirname(current);
		if (parent === current) return null;
		current = parent;
	}
}
function unreadable(path, cause) {
	return new EvidenceError({
		code: "DATA_NO_PERMISSION",
		message: `Reading ${path}: the operating system does not allow this user to read it.`,
		hint: "Check the permissions of the file and of the folders above it (files written by a container often belong to root).",
		cause
	});
}

// packages/engine/src/source/text-encoding.ts
const NAMES = {
	"utf-8": "utf-8",
	utf8: "utf-8",
	"utf-8-sig": "utf-8",
	ascii: "utf-8",
	"utf-16": "utf-16le",
	"utf-16le": "utf-16le",
	"utf-16-le": "utf-16le",
	"utf-16be": "utf-16be",
	"utf-16-be": "utf-16be",
	"latin-1": "windows-1252",
	latin1: "windows-1252",
	"iso-8859-1": "windows-1252",
	"windows-1252": "windows-1252",
	cp1252: "windows-1252"
};
/** The encoding that a configuration word names. @throws ConfigError for an unknown one. */
function encodingByName(name) {
	const encoding = NAMES[name.toLowerCase().replaceAll("_", "-")];
	if (encoding !== void 0) return encoding;
	throw new ConfigError({
		code: "CONFIG_ENCODING",
		message: `Reading the encoding of a dataset: ${JSON.stringify(name)} is not known. Known: utf-8, utf-16le, utf-16be, latin-1 (windows-1252).`,
		hint: "Leave `encoding` out to have it detected, or convert the file to UTF-8."
	});
}
/**
* The encoding that the beginning of a text file shows: by byte order mark, or by the zero bytes of UTF-16; null otherwise
* (then UTF-8 if the whole file is valid UTF-8, else windows-1252).
*/
function encodingOfHead(head) {
	if (head.length >= 3 && head[0] === 239 && head[1] === 187 && head[2] === 191) return "utf-8";
	if (head.length >= 2 && head[0] === 255 && head[1] === 254) return "utf-16le";
	if (head.length >= 2 && head[0] === 254 && head[1] === 255) return "utf-16be";
	const zeros = [0, 0];
	for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i % 2] += 1;
	const pairs = Math.floor(head.length / 2);
	if (pairs < 2) return null;
	if (zeros[1] > .4 * pairs && zeros[0] < .05 * pairs) return "utf-16le";
	if (zeros[0] > .4 * pairs && zeros[1] < .05 * pairs) return "utf-16be";
	return null;
}
/** Checks a stream of chunks for valid UTF-8, also where a character is cut by a chunk's end. */
var Utf8Check = class {
	#rest = Buffer.alloc(0);
	#valid = true;
	write(chunk) {
		if (!this.#valid) return;
		const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		const cut = lastCharacterStart(text);
		this.#valid = isUtf8(text.subarray(0, cut));
		this.#rest = Buffer.from(text.subarray(cut));
	}
	/** Whether everything written was one valid UTF-8 text. */
	end() {
		return this.#valid && isUtf8(this.#rest);
	}
};
/** Index at which an unfinished last character begins, or the length of the text. */
function lastCharacterStart(text) {
	for (let back = 1; back <= Math.min(3, text.length); back += 1) {
		const byte = text[text.length - back];
		if ((byte & 192) === 128) continue;
		return (byte >= 240 ? 4 : byte >= 224 ? 3 : byte >= 192 ? 2 : 1) > back ? text.length - back : text.length;
	}
	return text.length;
}

// packages/engine/src/source/locate-source.ts
const HEAD_BYTES = 65536;
/**
* Finds the files of a dataset, hashes them and recognises format and encoding. Needs no engine.
* @throws EvidenceError for missing, empty, unreadable, foreign and pointer files; ConfigError for paths outside `containedIn`.
*/
async function locateSource(spec) {
	const options = spec.options ?? {};
	const files = [];
	const formats = /* @__PURE__ */ new Map();
	for (const path of await listPaths(spec)) {
		const { file, format } = await locateFile(path, spec, options);
		files.push(file);
		if (!formats.has(format)) formats.set(format, path);
	}
	if (formats.size > 1) throw new EvidenceError({
		code: "DATA_MIXED_FORMATS",
		message: `Reading ${shown(spec.path)}: expected one format, found ${[...formats].map(([format, path]) => `${format} (${path})`).join(" and ")}.`,
		hint: "Narrow the pattern so that it matches files of one format only."
	});
	return {
		files,
		format: [...formats.keys()][0],
		bytes: files.reduce((sum, file) => sum + file.bytes, 0),
		sha256: combinedSha256(files),
		options,
		readPaths: files.map((file) => file.realPath)
	};
}
/**
* The digest of a dataset as 64 hex digits: of the file's bytes for one file, for several the sha256 of the lines
* `<path>\t<bytes>\t<sha256>\n` sorted by path.
*/
function combinedSha256(files) {
	if (files.length === 1) return files[0].sha256;
	const lines = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))).map((file) => `${file.path}\t${file.bytes}\t${file.sha256}\n`);
	return createHash("sha256").update(lines.join("")).digest("hex");
}
function shown(path) {
	return typeof path === "string" ? path : path.join(", ");
}
async function listPaths(spec) {
	const patterns = typeof spec.path === "string" ? [spec.path] : spec.path;
	const paths = /* @__PURE__ */ new Set();
	for (const pattern of patterns) {
		refuseUrl(pattern);
		if (!isGlob(pattern)) {
			paths.add(pattern.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, ""));
			continue;
		}
		const matched = await expandGlob(pattern, spec.baseDirectory);
		if (matched.length === 0) throw new EvidenceError({
			code: "DATA_NO_MATCH",
			message: `Reading ${pattern}: the pattern matches no file.`,
			hint: "Check the pattern (paths in the configuration are relative to the configuration file; `**` matches any number of folders) and that an earlier step has produced the files."
		});
		for (const path of matched) paths.add(path);
	}
	return [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
function refuseUrl(path) {
	if (path === "" || path.includes("\0")) throw new ConfigError({
		code: "DATA_BAD_PATH",
		message: "Reading the source of a dataset: expected a path, found an empty one or one with a NUL character."
	});
	if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return;
	throw new ConfigError({
		code: "DATA_REMOTE_SOURCE",
		message: `Reading ${path}: expected a path, found a URL.`,
		hint: "Download the data in an earlier step, so that its digest is part of the evidence."
	});
}
async function locateFile(path, spec, options) {
	const absolutePath = isAbsolute(path) ? path : join(spec.baseDirectory, path);
	const { realPath, bytes } = await regularFile(path, absolutePath, spec.containedIn);
	if (bytes === 0) throw empty(path);
	const head = await readHead(createReadStream(realPath, { end: 65535 }));
	refusePointerFile(path, head, bytes);
	const { format, gzip } = detectFormat(path, head, options.format);
	if (format === "parquet" || gzip) return {
		file: {
			path,
			bytes,
			sha256: await hashFile(realPath, () => void 0),
			realPath,
			gzip,
			...gzip ? await gzipEncoding(path, realPath, options) : {
				encoding: null,
				byteOrderMark: false
			}
		},
		format
	};
	const check = new Utf8Check();
	return {
		file: {
			path,
			bytes,
			sha256: await hashFile(realPath, (chunk) => check.write(chunk)),
			realPath,
			gzip,
			...textEncoding(head, check.end(), options)
		},
		format
	};
}
function empty(path) {
	return new EvidenceError({
		code: "DATA_EMPTY_FILE",
		message: `Reading ${path}: expected data, found an empty file (0 bytes).`,
		hint: "Check the step that writes it: an interrupted or failed export often leaves an empty file."
	});
}
async function readHead(stream) {
	const chunks = [];
	let length = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= HEAD_BYTES) break;
	}
	return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
async function hashFile(realPath, see) {
	const hash = createHash("sha256");
	for await (const chunk of createReadStream(realPath, { highWaterMark: 1 << 20 })) {
		hash.update(chunk);
		see(chunk);
	}
	return hash.digest("hex");
}
function textEncoding(head, validUtf8, options) {
	const marked = encodingOfHead(head);
	const byteOrderMark = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/.test(head.subarray(0, 3).toString("latin1"));
	if (options.encoding !== void 0) {
		const stated = encodingByName(options.encoding);
		const encoding = stated === "utf-16le" && marked === "utf-16be" && /^utf.?16$/i.test(options.encoding) ? marked : stated;
		return {
			encoding,
			byteOrderMark: byteOrderMark && encoding === marked
		};
	}
	return {
		encoding: marked ?? (validUtf8 ? "utf-8" : "windows-1252"),
		byteOrderMark
	};
}
async function gzipEncoding(path, realPath, options) {
	const check = new Utf8Check();
	const head = [];
	let length = 0;
	try {
		const text = pipeline(createReadStream(realPath), createGunzip(), () => void 0);
		for await (const chunk of text) {
			if (length < HEAD_BYTES) head.push(chunk);
			length += chunk.length;
			check.write(chunk);
		}
	} catch (cause) {
		throw new EvidenceError({
			code: "DATA_MALFORMED_GZIP",
			message: `Reading ${path}: the gzip file is truncated or damaged (${cause instanceof Error ? cause.message : String(cause)}).`,
			hint: "Write or download it again and compare its size with the original.",
			cause
		});
	}
	if (length === 0) throw empty(path);
	return textEncoding(Buffer.concat(head).subarray(0, HEAD_BYTES), check.end(), options);
}

// packages/engine/src/source/open-sources.ts
/**
* Locates and inspects datasets and opens one engine that may read exactly their files. Close the engine when done.
* @returns per name the source, or the error (EvidenceError, ConfigError) that keeps it from being read
*/
async function openSources(binding, specs, options) {
	const names = Object.keys(specs);
	const located = /* @__PURE__ */ new Map();
	const sources = {};
	for (const name of names) try {
		located.set(name, await locateSource(specs[name]));
	} catch (error) {
		sources[name] = { error: asDeliveryError(error) };
	}
	const allowedPaths = [...located.values()].flatMap((source) => source.readPaths);
	const engine = await openEngine(binding, {
		...options,
		allowedPaths
	});
	for (const [name, source] of located) try {
		sources[name] = await inspectSource(engine, source);
	} catch (error) {
		sources[name] = { error: asDeliveryError(error) };
	}
	return {
		engine,
		sources
	};
}

// packages/engine/src/source/typed-expression.ts
/**
* The value of a text column as `type`. Numbers may have white space around them; NaN, inf and Infinity in any case and sign
* are numbers; integers may be written `12.0`; booleans are true/false, t/f, yes/no, y/n, 1/0 in any case; dates are
* year-month-day; a timestamp with an offset becomes UTC, one without is taken as UTC.
* @param text SQL of the text
* @param wide whether integers need more than 64 bits
*/
function textAs(type, text, wide = false) {
	const number = `CASE WHEN contains(${text}, '_') THEN NULL ELSE TRY_CAST(${text} AS DOUBLE) END`;
	switch (type) {
		case "string": return {
			sql: text,
			canFail: false
		};
		case "number": return {
			sql: number,
			canFail: true
		};
		case "integer": {
			const integer = `TRY_CAST(${text} AS ${wide ? "HUGEINT" : "BIGINT"})`;
			return {
				sql: `CASE WHEN contains(${text}, '.') THEN ${`CASE WHEN trunc(${number}) = ${number} THEN ${integer} END`} WHEN ${number} IS NOT NULL THEN ${integer} END`,
				canFail: true
			};
		}
		case "boolean": return {
			sql: `TRY_CAST(trim(${text}) AS BOOLEAN)`,
			canFail: true
		};
		case "date": return {
			sql: `CASE WHEN regexp_full_match(${text}, '\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}\\s*') THEN TRY_CAST(trim(${text}) AS DATE) END`,
			canFail: true
		};
		case "timestamp": return {
			sql: `CASE WHEN regexp_matches(${text}, '^\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}(?:[ T]|\\s*$)') THEN TRY_CAST(trim(${text}) AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END`,
			canFail: true
		};
	}
}
/**
* The value of a column of a typed file as `type`. The stored type decides: text does not become a number there. Stored
* doubles are integers where they have no fraction (libraries store integers with missing values so), stored 0 and 1 are
* booleans, timestamps at midnight are dates, dates are timestamps.
*/
function storedAs(type, column, physicalType) {
	const stored = typeOfPhysical(physicalType);
	const never = {
		sql: `CAST(NULL AS ${sqlType(type)})`,
		canFail: true
	};
	switch (type) {
		case "string":
			if (stored !== "string" || /\[|^STRUCT|^MAP|^UNION|^BLOB|^BIT/.test(physicalType)) return never;
			return {
				sql: physicalType === "VARCHAR" ? column : `CAST(${column} AS VARCHAR)`,
				canFail: false
			};
		case "integer":
			if (stored === "integer") return {
				sql: column,
				canFail: false
			};
			if (stored !== "number") return never;
			return {
				sql: `CASE WHEN isfinite(${column}::DOUBLE) AND trunc(${column}) = ${column} THEN TRY_CAST(${column} AS BIGINT) END`,
				canFail: true
			};
		case "number": return stored === "integer" || stored === "number" ? {
			sql: `CAST(${column} AS DOUBLE)`,
			canFail: false
		} : never;
		case "boolean":
			if (stored === "boolean") return {
				sql: column,
				canFail: false
			};
			return stored === "integer" ? {
				sql: `CASE WHEN ${column} IN (0, 1) THEN ${column} = 1 END`,
				canFail: true
			} : never;
		case "date":
			if (stored === "date") return {
				sql: column,
				canFail: false
			};
			if (stored !== "timestamp") return never;
			return {
				sql: `CASE WHEN ${utc(column, physicalType)} = date_trunc('day', ${utc(column, physicalType)}) THEN CAST(${utc(column, physicalType)} AS DATE) END`,
				canFail: true
			};
		case "timestamp":
			if (stored === "timestamp") return {
				sql: utc(column, physicalType),
				canFail: false
			};
			return stored === "date" ? {
				sql: `CAST(${column} AS TIMESTAMP)`,
				canFail: false
			} : never;
	}
}
/** A column of a typed file whose type nobody declared, as the nearest of our types. */
function storedAsItIs(column, physicalType) {
	const type = typeOfPhysical(physicalType);
	if (type === "string" && physicalType !== "VARCHAR") return {
		sql: `CAST(${column} AS VARCHAR)`,
		canFail: false
	};
	return storedAs(type, column, physicalType);
}
function utc(column, physicalType) {
	if (physicalType === "TIMESTAMP") return column;
	return physicalType.includes("WITH TIME ZONE") ? `(${column} AT TIME ZONE 'UTC')` : `CAST(${column} AS TIMESTAMP)`;
}
function sqlType(type) {
	return {
		integer: "BIGINT",
		number: "DOUBLE",
		string: "VARCHAR",
		boolean: "BOOLEAN",
		date: "DATE",
		timestamp: "TIMESTAMP"
	}[type];
}

// packages/engine/src/source/infer-types.ts
/** Expressions counted in one statement: a wide table would make one that is too large to plan quickly. */
const EXPRESSIONS_PER_STATEMENT = 500;
/** Rows that rule out most types, so that the whole file is asked only about the rest. */
const SAMPLE_ROWS = 4096;
const TRAITS = {
	boolean: (text) => `count(*) FILTER (lower(${text}) IN ('true', 'false'))`,
	integer: (text) => `count(TRY_CAST(${text} AS BIGINT)) FILTER (NOT contains(${text}, '.'))`,
	wide: (text) => `count(TRY_CAST(${text} AS HUGEINT)) FILTER (NOT contains(${text}, '.'))`,
	number: (text) => `count(${textAs("number", text).sql})`,
	unpadded: (text) => `count(*) FILTER (NOT (${isPadded(text)}))`,
	date: (text) => `count(${textAs("date", text).sql})`,
	timestamp: (text) => `count(${textAs("timestamp", text).sql})`
};
/** Zeros in front are part of a code (007), not of a number. Comparisons, because a regular expression takes ten times as long. */
function isPadded(text) {
	return `${[
		"",
		"-",
		"+"
	].map((sign) => `(${text} >= '${sign}00' AND ${text} < '${sign}0:')`).join(" OR ")} OR (${text} < '!' AND regexp_matches(${text}, '^\\s*[+-]?0\\d'))`;
}
const OF_ANY = [
	"boolean",
	"integer",
	"wide",
	"number",
	"unpadded",
	"date",
	"timestamp"
];
const OF_TEXT = ["date", "timestamp"];
/**
* The types of text columns, from all their values: boolean (true, false), integer, number, date, timestamp, else string.
* Integers with leading zeros (007) are codes and so strings, and so is a column without any value. JSON strings are never
* taken for numbers or booleans.
*/
async function inferTypes(engine, source, columns) {
	const asked = columns.map((column) => isText(column) ? OF_TEXT : OF_ANY);
	let counts = await countTraits(engine, source, `(SELECT * FROM ${source.relationSql} LIMIT ${SAMPLE_ROWS})`, columns, asked);
	if (source.rows > SAMPLE_ROWS) {
		const left = counts.map((one, index) => asked[index].filter((trait) => one[trait] === one.present));
		const usual = left.map((traits) => traits.filter((trait) => trait !== "wide" || !traits.includes("integer")));
		counts = await countTraits(engine, source, source.relationSql, columns, usual);
		const large = counts.map((one, index) => left[index].filter((trait) => trait === "wide" && isBeyond64Bits(one)));
		const wide = await countTraits(engine, source, source.relationSql, columns, large);
		counts = counts.map((one, index) => ({
			...one,
			...large[index].length > 0 ? wide[index] : {}
		}));
	}
	return new Map(columns.map((column, index) => [column.name, decide(column, counts[index])]));
}
function isBeyond64Bits(counts) {
	return counts.number === counts.present && counts.integer !== void 0 && counts.integer < counts.present;
}
function isText(column) {
	return column.storedType === "string" || column.storedType === "date" || column.storedType === "timestamp";
}
function decide(column, counts) {
	const all = (trait) => counts[trait] === counts.present;
	const plain = (type) => ({
		type,
		wide: false
	});
	if (counts.present === 0) return plain(column.storedType ?? "string");
	if (all("boolean")) return plain("boolean");
	if (all("number") && all("unpadded")) {
		if (all("integer")) return plain("integer");
		return all("wide") ? {
			type: "integer",
			wide: true
		} : plain("number");
	}
	if (all("date")) return plain("date");
	return plain(all("timestamp") ? "timestamp" : "string");
}
/** Counts the non-null values and those that have each asked trait, per column. */
async function countTraits(engine, source, relation, columns, asked) {
	const questions = columns.flatMap((column, index) => {
		if (asked[index].length === 0) return [];
		const text = quoteIdentifier(column.name);
		const traits = asked[index].map((trait) => ({
			index,
			trait,
			sql: TRAITS[trait](text)
		}));
		return [{
			index,
			trait: "present",
			sql: `count(${text})`
		}, ...traits];
	});
	const results = columns.map(() => ({ present: null }));
	for (let from = 0; from < questions.length; from += EXPRESSIONS_PER_STATEMENT) {
		const group = questions.slice(from, from + EXPRESSIONS_PER_STATEMENT);
		const { rows } = await engine.query(`SELECT ${group.map((one) => one.sql).join(", ")} FROM ${relation}`, [], { purpose: `finding the column types of ${source.files[0].path}` });
		group.forEach(({ index, trait }, position) => {
			results[index][trait] = toCount(rows[0][position]);
		});
	}
	return results;
}

// packages/engine/src/source/typed-relation.ts
/**
* Gives the columns of a source their types: the declared ones, and for the rest what the file says (Parquet) or what all
* its values are (CSV, JSON Lines). A value that does not cast is NULL in `sql`, stands in `rawSql` and meets `invalidSql`.
* @param declaredTypes by exact column name
*/
async function typedRelation(engine, source, declaredTypes) {
	refuseUnknown(source, declaredTypes);
	const declared = (column) => Object.hasOwn(declaredTypes, column.name) ? declaredTypes[column.name] : void 0;
	const isText = source.format !== "parquet";
	const undeclared = isText ? source.columns.filter((column) => declared(column) === void 0) : [];
	const inferred = await inferTypes(engine, source, undeclared);
	const wide = isText ? await wideIntegers(engine, source, source.columns.filter((column) => declared(column) === "integer")) : /* @__PURE__ */ new Set();
	const rawNames = freshNames(source.columns.map((column) => column.name));
	const columns = [];
	const list = [];
	source.columns.forEach((column, index) => {
		const name = quoteIdentifier(column.name);
		const type = declared(column) ?? inferred.get(column.name)?.type ?? typeOfPhysical(column.physicalType);
		const isWide = wide.has(column.name) || inferred.get(column.name)?.wide === true;
		const value = `stored.${name}`;
		const typed = isText ? textAs(type, value, isWide) : stored(declared(column), value, column);
		const raw = quoteIdentifier(rawNames[index]);
		list.push(`${typed.sql} AS ${name}`, `${column.physicalType === "VARCHAR" ? value : `CAST(${value} AS VARCHAR)`} AS ${raw}`);
		columns.push({
			name: column.name,
			type,
			declared: declared(column) !== void 0,
			physicalType: column.physicalType,
			sql: name,
			rawSql: raw,
			invalidSql: typed.canFail ? `(${raw} IS NOT NULL AND ${name} IS NULL)` : null
		});
	});
	const relation = freshRelation("typed");
	await engine.query(`CREATE VIEW ${relation} AS SELECT ${list.join(", ")} FROM ${source.relationSql} AS stored`, [], { purpose: `typing the columns of ${source.files[0].path}` });
	return {
		relation,
		columns,
		rows: source.rows
	};
}
function stored(declared, name, column) {
	return declared === void 0 ? storedAsItIs(name, column.physicalType) : storedAs(declared, name, column.physicalType);
}
function refuseUnknown(source, declaredTypes) {
	const unknown = Object.keys(declaredTypes).filter((name) => !source.columns.some((column) => column.name === name));
	if (unknown.length === 0) return;
	throw new InternalError({
		code: "ENGINE_UNKNOWN_COLUMN",
		message: `Typing the columns of ${source.files[0].path}: ${unknown.join(", ")} is declared, but no column of the file.`
	});
}
/** The declared integer columns that hold a value beyond 64 bits (unsigned hashes, for example). */
async function wideIntegers(engine, source, columns) {
	if (columns.length === 0) return /* @__PURE__ */ new Set();
	const list = columns.map((column) => {
		const text = quoteIdentifier(column.name);
		return `count(*) FILTER (length(${text}) > 18 AND ${textAs("integer", text, true).sql} IS NOT NULL AND ${textAs("integer", text).sql} IS NULL)`;
	});
	const { rows } = await engine.query(`SELECT ${list.join(", ")} FROM ${source.relationSql}`, [], { purpose: `looking for large integers in ${source.files[0].path}` });
	return new Set(columns.filter((_, index) => toCount(rows[0][index]) > 0).map((column) => column.name));
}
/** Names for the raw columns that collide with no column, whatever the columns are called. */
function freshNames(names) {
	const taken = new Set(names.map((name) => name.toLowerCase()));
	return names.map((name) => {
		let fresh = `raw:${name}`;
		while (taken.has(fresh.toLowerCase())) fresh = `raw:${fresh}`;
		taken.add(fresh.toLowerCase());
		return fresh;
	});
}

// packages/engine/src/sql/allowed-functions.ts
/** Built-in macros that depend on their arguments only. All other macros are refused: many look into the session or the catalogue. */
const ALLOWED_MACROS = /* @__PURE__ */ new Set([
	"array_to_string",
	"date_add",
	"days_in_month",
	"fdiv",
	"fmod",
	"list_append",
	"list_avg",
	"list_count",
	"list_first",
	"list_last",
	"list_max",
	"list_median",
	"list_min",
	"list_prepend",
	"list_reverse",
	"list_sum",
	"nullif",
	"round_even",
	"roundbankers",
	"split_part"
]);
/** Scalars that the catalogue calls consistent although they show settings, variables or the clock. */
const REFUSED_SCALARS = /* @__PURE__ */ new Set([
	"age",
	"current_setting",
	"getvariable",
	"current_localtime",
	"current_localtimestamp",
	"parse_duckdb_log_message",
	"version"
]);

// packages/engine/src/sql/expression.ts
/** What the refused kinds of nodes are called in messages. */
const REFUSED_CLASSES = {
	SUBQUERY: "a subquery",
	STAR: "`*` or COLUMNS()",
	WINDOW: "a window function",
	PARAMETER: "a parameter",
	DEFAULT: "DEFAULT",
	LAMBDA: "a lambda",
	LAMBDA_REF: "a lambda",
	POSITIONAL_REFERENCE: "a positional reference"
};
const ALLOWED_CLASSES = /* @__PURE__ */ new Set([
	"COLUMN_REF",
	"CONSTANT",
	"COMPARISON",
	"CONJUNCTION",
	"FUNCTION",
	"OPERATOR",
	"CASE",
	"CAST",
	"BETWEEN",
	"COLLATE"
]);
/**
* Checks that `text` is exactly one scalar expression over one row: no statement, no subquery, no table or file access, no
* aggregate, no window, and nothing whose value differs between two runs on the same data. It is parsed, never executed.
* @param purpose what the expression is for, for messages: `rule 0`.
* @throws ConfigError that quotes the expression.
*/
async function parseExpression(engine, text, purpose = "rule") {
	if (text.trim() === "") throw refused(purpose, text, "it is empty");
	if (text.includes("\0")) throw refused(purpose, text, "it holds a NUL character");
	const expression = singleExpression(await syntaxTree(engine, `SELECT ${text}`), purpose, text);
	const sql = `(\n${text}\n)`;
	singleExpression(await syntaxTree(engine, `SELECT ${sql}`), purpose, text);
	const columns = /* @__PURE__ */ new Set();
	const functions = /* @__PURE__ */ new Set();
	visit(expression, (node) => inspect(node, columns, functions, purpose, text));
	await checkFunctions(engine, functions, purpose, text);
	return {
		text,
		sql,
		columns: [...columns]
	};
}
/**
* Checks that a parsed expression can be evaluated on a relation, and returns its DuckDB type, for example `BOOLEAN`.
* @throws ConfigError for an unknown column or types that do not fit.
*/
async function checkExpression(engine, expression, scope, purpose = "rule") {
	const known = scope.columns.map((column) => column.name);
	const lower = new Set(known.map((name) => name.toLowerCase()));
	const unknown = expression.columns.find((name) => !lower.has(name.toLowerCase()));
	if (unknown !== void 0) {
		const near = nearestNames(unknown, known);
		const hint = near.length > 0 ? `Nearest columns: ${near.join(", ")}.` : `Columns: ${known.slice(0, 20).join(", ")}.`;
		throw refused(purpose, expression.text, `there is no column ${unknown}`, hint);
	}
	const sql = `SELECT ${expression.sql} AS ${quoteIdentifier("value")} FROM ${scope.relation}`;
	return (await engine.describe(sql, {
		purpose: `checking ${purpose}`,
		userExpression: expression.text
	}))[0].type;
}
function refused(purpose, text, why, hint) {
	const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
	return new ConfigError({
		code: "RULE_INVALID",
		message: `Reading ${purpose} \`${shown}\`: ${why}. Expected one SQL expression over the columns of one row.`,
		hint: hint ?? "Example: `arrival >= departure`. A column with an unusual name is written \"in double quotes\"."
	});
}
async function syntaxTree(engine, sql) {
	const { rows } = await engine.query(`SELECT json_serialize_sql(${quoteLiteral(sql)})`, [], { purpose: "parsing an expression" });
	return JSON.parse(String(rows[0][0]));
}
function singleExpression(tree, purpose, text) {
	if (tree.error) throw refused(purpose, text, `it does not parse (${(tree.error_message ?? "no reason given").split("\n", 1)[0]})`);
	const node = tree.statements?.[0]?.node;
	const list = node?.select_list;
	if (!(tree.statements?.length === 1 && node?.type === "SELECT_NODE" && node.from_table?.type === "EMPTY" && isEmpty(node.modifiers) && isEmpty(node.cte_map?.map) && isEmpty(node.group_expressions) && node.where_clause === null && node.having === null && node.qualify === null && node.sample === null) || list?.length !== 1) throw refused(purpose, text, "it is more than one expression or a whole statement");
	return list[0];
}
function isEmpty(value) {
	return Array.isArray(value) && value.length === 0;
}
/** Calls `see` for every expression node of the tree. */
function visit(value, see) {
	if (Array.isArray(value)) for (const item of value) visit(item, see);
	else if (value !== null && typeof value === "object") {
		const node = value;
		if (typeof node.class === "string") see(node);
		for (const field of Object.values(node)) visit(field, see);
	}
}
function inspect(node, columns, functions, purpose, text) {
	const kind = node.class;
	if (!ALLOWED_CLASSES.has(kind)) throw refused(purpose, text, `it contains ${REFUSED_CLASSES[kind] ?? kind.toLowerCase()}`);
	if (node.type === "GROUPING_FUNCTION") throw refused(purpose, text, "it contains GROUPING()");
	if (kind === "COLUMN_REF") {
		const names = node.column_names ?? [];
		if (names.length !== 1) throw refused(purpose, text, `it names ${names.join(".")}`, `Name columns without a table; a dot in a column name needs quotes: "${names.join(".")}".`);
		columns.add(names[0]);
	}
	if (kind === "FUNCTION") {
		if (node.filter !== null || node.distinct === true) throw refused(purpose, text, `it aggregates with ${node.function_name}()`);
		functions.add(node.function_name.toLowerCase());
	}
}
/** Every function must be a scalar whose value depends on its arguments only. */
async function checkFunctions(engine, names, purpose, text) {
	for (const name of names) {
		const { rows } = await engine.query(`SELECT DISTINCT function_type, coalesce(stability, '') FROM duckdb_functions() WHERE lower(function_name) = ? ORDER BY ALL`, [name], { purpose: "looking up a function" });
		if (rows.length === 0) throw refused(purpose, text, `there is no function ${name}()`);
		if (ALLOWED_MACROS.has(name)) continue;
		const scalars = rows.filter((row) => row[0] === "scalar");
		if (scalars.length === 0) throw refused(purpose, text, `${name}() is ${KINDS[String(rows[0][0])] ?? "not allowed here"}`);
		if (REFUSED_SCALARS.has(name) || scalars.some((row) => row[1] !== "CONSISTENT")) throw refused(purpose, text, `${name}() depends on more than the row`, "The same data must always give the same verdict: write a fixed value, for example DATE '2026-01-31'.");
		if (rows.some((row) => row[0] === "aggregate")) throw refused(purpose, text, `${name}() is an aggregate`);
	}
}
const KINDS = {
	aggregate: "an aggregate",
	table: "a table function",
	table_macro: "a table function",
	macro: "not allowed here",
	pragma: "a pragma"
};

export { combinedSha256 as a, openEngine as c, quoteLiteral as d, toCount as f, pinnedPackages as h, openSources as i, quoteIdentifier as l, acquireEngine as m, parseExpression as n, locateSource as o, loadDuckdb as p, typedRelation as r, inspectSource as s, checkExpression as t, quoteList as u };