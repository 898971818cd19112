import { i as EvidenceError } from "./core-errors.js";
import { t as hashFile } from "./model-files-hash-file.js";
import { basename, join } from "node:path";
import { lstat, readdir } from "node:fs/promises";

// packages/model-files/src/model-files.ts
const SHOWN_PATH = 500;
async function modelFiles(root, shown = root) {
	const facts = await lstat(root).catch((cause) => {
		throw refuse(shown, "there is no such file or folder", "Check `--model` (input `model`) and that training wrote it.", cause);
	});
	if (facts.isFile()) return [{
		path: basename(root),
		...await hashed(root, shown)
	}];
	if (!facts.isDirectory()) throw special(shown, facts.isSymbolicLink());
	const files = [];
	await collect(Buffer.from(root), "", shown, files);
	return files.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
async function collect(directory, prefix, shown, files) {
	const entries = await readdir(directory, {
		withFileTypes: true,
		encoding: "buffer"
	}).catch((cause) => {
		throw unreadable(join(shown, prefix), cause);
	});
	if (entries.length === 0) throw refuse(join(shown, prefix), "the folder is empty", "An empty folder has no place in a model artifact: remove it or add a file.");
	for (const entry of entries) {
		const path = prefix + utf8Name(entry.name, join(shown, prefix));
		const child = Buffer.concat([
			directory,
			Buffer.from("/"),
			entry.name
		]);
		if (entry.isDirectory()) await collect(child, `${path}/`, shown, files);
		else if (entry.isFile()) files.push({
			path,
			...await hashed(child, join(shown, path))
		});
		else throw special(join(shown, path), entry.isSymbolicLink());
	}
}
async function hashed(file, shown) {
	return hashFile(file).catch((cause) => {
		throw unreadable(shown, cause);
	});
}
function unreadable(shown, cause) {
	const { code } = cause;
	if (code === void 0 || code === "ABORT_ERR") return cause;
	return refuse(shown, `reading it failed (${code})`, "Give this user the right to read it, and check the disk.", cause);
}
function utf8Name(bytes, where) {
	const name = bytes.toString("utf8");
	if (Buffer.from(name, "utf8").equals(bytes)) return name;
	throw refuse(where, `it holds a file whose name is not UTF-8 (${bytes.toString("hex").slice(0, 80)} in hex)`, "Rename the file.");
}
function special(where, link) {
	return refuse(where, link ? "it is a symbolic link" : "it is a device, pipe or socket", link ? "Copy the file itself: a link has no bytes of its own to identify." : "Remove it from the model.");
}
function refuse(where, found, hint, cause) {
	return new EvidenceError({
		code: "MODEL_UNUSABLE",
		message: `Identifying the model ${where.length > SHOWN_PATH ? `${where.slice(0, SHOWN_PATH)}…` : where}: ${found}.`,
		hint,
		cause
	});
}

export { modelFiles as t };