import { a as ExternalError } from "./core-errors.js";
import { r as gatewayWeightsSchema } from "./core-traffic.js";
import { r as sha256Hex } from "./core-digest.js";
import { t as ARMS } from "./rollout-ports.js";
import { basename, dirname, join, relative } from "node:path";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { link, mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises";

// packages/rollout/src/targets/weights-file.ts
const STALE_LOCK_MS = 1e4;
const LOCK_ATTEMPTS = 200;
const LOCK_PAUSE_MS = 25;
function parseWeights(text) {
	const value = JSON.parse(text);
	const parsed = gatewayWeightsSchema.safeParse(value);
	if (parsed.success) return {
		stable: parsed.data.stable,
		candidate: parsed.data.candidate
	};
	const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "value"}: ${issue.message}`);
	throw new Error(`expected {"stable":95,"candidate":5}, each 0 to 100 (${problems.join("; ")})`);
}
function weightsText(weights) {
	return `${JSON.stringify(Object.fromEntries(ARMS.map((arm) => [arm, weights[arm]])))}\n`;
}
async function readWeightsFile(path) {
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch (cause) {
		throw unreadable(path, cause.code === "ENOENT" ? "no such file" : `it cannot be read (${cause.code})`, cause);
	}
	try {
		return {
			weights: parseWeights(text),
			version: sha256Hex(text)
		};
	} catch (cause) {
		throw unreadable(path, cause.message, cause);
	}
}
function unreadable(path, found, cause) {
	return new ExternalError({
		code: "WEIGHTS_FILE_UNREADABLE",
		system: "dev_gateway",
		message: `Reading the gateway's weights file ${relative(process.cwd(), path)}: ${found}.`,
		hint: "Start the gateway first (it writes the file where it is missing) and name the same file in both configurations.",
		cause
	});
}
async function replaceFile(path, text) {
	await mkdir(dirname(path), { recursive: true });
	const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
	const file = await open(temporary, "wx");
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(temporary, path);
}
async function withFileLock(path, work, attempts = LOCK_ATTEMPTS) {
	const lock = `${path}.lock`;
	const owner = JSON.stringify({
		host: hostname(),
		pid: process.pid,
		id: randomUUID()
	});
	await mkdir(dirname(path), { recursive: true });
	await takeLock(lock, owner, attempts);
	try {
		return await work();
	} finally {
		if (await readFile(lock, "utf8").catch(() => "") === owner) await unlink(lock).catch(() => {});
	}
}
async function takeLock(lock, owner, attempts) {
	const own = `${lock}.${randomUUID()}`;
	const file = await open(own, "wx");
	await file.writeFile(owner);
	await file.close();
	try {
		for (let attempt = 0; attempt < attempts; attempt++) {
			if (await link(own, lock).then(() => true, (error) => {
				if (error.code !== "EEXIST") throw error;
				return false;
			})) return;
			await removeStaleLock(lock);
			await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
		}
	} finally {
		await unlink(own).catch(() => {});
	}
	throw new ExternalError({
		code: "TARGET_FILE_LOCKED",
		system: "traffic target",
		message: `Another process has held ${relative(process.cwd(), lock)} for more than ${attempts * LOCK_PAUSE_MS / 1e3} s.`,
		hint: "Nothing was written. Run the command again; if no other model-delivery runs, delete the lock file.",
		retryable: true
	});
}
async function removeStaleLock(lock) {
	const content = await readFile(lock, "utf8").catch(() => null);
	if (content === null || !await isStale(lock, content)) return;
	const aside = `${lock}.${randomUUID()}.stale`;
	await rename(lock, aside).catch(() => {});
	const moved = await readFile(aside, "utf8").catch(() => null);
	if (moved !== null && moved !== content) await link(aside, lock).catch(() => {});
	await unlink(aside).catch(() => {});
}
async function isStale(lock, content) {
	const owner = parseOwner(content);
	if (owner?.host === hostname() && !isAlive(owner.pid)) return true;
	return await stat(lock).then((found) => Date.now() - found.mtimeMs, () => 0) > STALE_LOCK_MS;
}
function parseOwner(content) {
	try {
		const owner = JSON.parse(content);
		return typeof owner.host === "string" && typeof owner.pid === "number" ? {
			host: owner.host,
			pid: owner.pid
		} : null;
	} catch {
		return null;
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

export { withFileLock as a, weightsText as i, readWeightsFile as n, replaceFile as r, parseWeights as t };