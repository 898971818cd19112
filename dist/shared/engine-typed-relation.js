import { i as EvidenceError, o as InternalError, t as ConfigError } from "./core-errors.js";
import { n as normalQuantile } from "./stats-normal.js";
import { a as toCount, i as quoteLiteral, n as quoteIdentifier, r as quoteList } from "./engine-main.js";
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { isUtf8 } from "node:buffer";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { access, lstat, readdir, readlink, realpath, stat, symlink } from "node:fs/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";

// packages/stats/src/estimate.ts
function oneSidedNormalQuantile(alpha) {
	assertAlpha(alpha);
	return -normalQuantile(alpha);
}
function assertAlpha(alpha) {
	if (!(alpha > 0 && alpha < .5)) throw new RangeError(`alpha must lie between 0 and 0.5, got ${alpha}`);
}
function standardErrorOfInterval(lower, upper, alpha) {
	if (lower === null || upper === null) return null;
	return (upper - lower) / (2 * oneSidedNormalQuantile(alpha));
}
function inconclusiveEstimate(value, reason) {
	return {
		value,
		lower: null,
		upper: null,
		standardError: null,
		pFail: null,
		inconclusive: reason
	};
}

// packages/stats/src/root.ts
function findRoot(f, low, high) {
	let [a, b] = [low, high];
	let [fa, fb] = [f(a), f(b)];
	if (fa === 0) return a;
	if (fb === 0) return b;
	if (!(fa < 0 !== fb < 0) || Number.isNaN(fa) || Number.isNaN(fb)) throw new RangeError(`no sign change between ${a} (${fa}) and ${b} (${fb})`);
	let [c, fc] = [a, fa];
	let step = b - a;
	let previousStep = step;
	for (let iteration = 0; iteration < 400; iteration++) {
		if (fb < 0 === fc < 0) {
			[c, fc] = [a, fa];
			step = b - a;
			previousStep = step;
		}
		if (Math.abs(fc) < Math.abs(fb)) {
			[a, b, c] = [
				b,
				c,
				b
			];
			[fa, fb, fc] = [
				fb,
				fc,
				fb
			];
		}
		const tolerance = Number.EPSILON * Math.abs(b) + Number.MIN_VALUE;
		const half = (c - b) / 2;
		if (Math.abs(half) <= tolerance || fb === 0) return b;
		const trial = interpolate(a, b, c, fa, fb, fc);
		const usable = Math.abs(previousStep) >= tolerance && Math.abs(fa) > Math.abs(fb) && 2 * Math.abs(trial) < Math.min(3 * Math.abs(half) - tolerance, Math.abs(previousStep)) && trial * half > 0;
		previousStep = usable ? step : half;
		step = usable ? trial : half;
		[a, fa] = [b, fb];
		b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance;
		fb = f(b);
	}
	return b;
}
function interpolate(a, b, c, fa, fb, fc) {
	const s = fb / fa;
	if (a === c) return (c - b) * s / (1 - s);
	const q = fa / fc;
	const r = fb / fc;
	return -(s * ((c - b) * q * (q - r) - (b - a) * (r - 1))) / ((q - 1) * (r - 1) * (s - 1));
}

// packages/stats/src/holm.ts
function holmAdjust(pValues) {
	for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p value lies between 0 and 1, got ${p}`);
	const order = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
	const adjusted = new Array(pValues.length);
	let running = 0;
	order.forEach((index, rank) => {
		running = Math.max(running, Math.min(1, (pValues.length - rank) * pValues[index]));
		adjusted[index] = running;
	});
	return adjusted;
}

// packages/engine/src/source/column-names.ts
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
function needsConversion(file) {
	return file.encoding !== "utf-8";
}
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

// packages/engine/src/source/column-type.ts
function typeOfPhysical(physical) {
	const type = physical.toUpperCase();
	if (/^U?(?:TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$|^DECIMAL\(\d+,0\)$/.test(type)) return "integer";
	if (/^FLOAT$|^DOUBLE$|^DECIMAL/.test(type)) return "number";
	if (type === "BOOLEAN") return "boolean";
	if (type === "DATE") return "date";
	if (type.startsWith("TIMESTAMP")) return "timestamp";
	return "string";
}

// packages/engine/src/source/loaded-relation.ts
let serial$1 = 0;
function freshRelation(kind) {
	serial$1 += 1;
	return quoteIdentifier(`${kind}_${serial$1}`);
}
function storedColumn(name, physicalType) {
	return {
		name,
		physicalType,
		storedType: typeOfPhysical(physicalType)
	};
}

// packages/engine/src/source/readable-path.ts
function writtenPaths(readables) {
	return new Map(readables.map(({ path, file }) => [path, file.path]));
}
let serial = 0;
function scratchPath(engine, extension) {
	serial += 1;
	return join(engine.scratchDirectory, `source-${serial}${extension}`);
}
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
const LONGEST_LINE_BYTES = 32 * 2 ** 20;
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
function shownPaths(located) {
	const [first, ...rest] = located.files;
	return rest.length === 0 ? first.path : `${first.path} and ${rest.length} more`;
}

// packages/engine/src/source/load-json-lines.ts
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
		await refuseImpossibleRows(engine, path, file.path);
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
async function refuseImpossibleRows(engine, path, writtenPath) {
	const sql = `SELECT max(num_rows) <= ${Number.MAX_SAFE_INTEGER} FROM parquet_file_metadata(${quoteList([path])})`;
	const { rows } = await engine.query(sql, [], { purpose: `reading ${writtenPath}` });
	if (rows[0]?.[0] === true) return;
	throw new EvidenceError({
		code: "DATA_MALFORMED_PARQUET",
		message: `Reading ${writtenPath}: its footer claims a number of rows that no file can have.`,
		hint: "The file is probably truncated or damaged: write or download it again and compare its size with the original."
	});
}
function readParquet(paths, byName) {
	return `read_parquet(${quoteList(paths)}, union_by_name = ${byName}, hive_partitioning = false)`;
}

// packages/engine/src/source/inspect-source.ts
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
function isGlob(path) {
	return /[*?]/.test(path);
}
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
function segmentPattern(segment) {
	const parts = segment.replace(/\*+/g, "*");
	return { test: (name) => matchesName(parts, name) };
}
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
function encodingByName(name) {
	const encoding = NAMES[name.toLowerCase().replaceAll("_", "-")];
	if (encoding !== void 0) return encoding;
	throw new ConfigError({
		code: "CONFIG_ENCODING",
		message: `Reading the encoding of a dataset: ${JSON.stringify(name)} is not known. Known: utf-8, utf-16le, utf-16be, latin-1 (windows-1252).`,
		hint: "Leave `encoding` out to have it detected, or convert the file to UTF-8."
	});
}
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
	end() {
		return this.#valid && isUtf8(this.#rest);
	}
};
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

// packages/engine/src/source/typed-expression.ts
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
			const fraction = `CASE WHEN trunc(${number}) = ${number} THEN ${integer} END`;
			return {
				sql: `CASE WHEN ${mayHaveFraction(text)} THEN ${fraction} WHEN ${number} IS NOT NULL THEN ${integer} END`,
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
function mayHaveFraction(text) {
	return `(contains(${text}, '.') OR contains(${text}, 'e') OR contains(${text}, 'E'))`;
}
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
const EXPRESSIONS_PER_STATEMENT = 500;
const SAMPLE_ROWS = 4096;
const TRAITS = {
	boolean: (text) => `count(*) FILTER (lower(${text}) IN ('true', 'false'))`,
	integer: (text) => `count(TRY_CAST(${text} AS BIGINT)) FILTER (NOT ${mayHaveFraction(text)})`,
	wide: (text) => `count(TRY_CAST(${text} AS HUGEINT)) FILTER (NOT ${mayHaveFraction(text)})`,
	number: (text) => `count(${textAs("number", text).sql})`,
	unpadded: (text) => `count(*) FILTER (NOT (${isPadded(text)}))`,
	date: (text) => `count(${textAs("date", text).sql})`,
	timestamp: (text) => `count(${textAs("timestamp", text).sql})`
};
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
async function wideIntegers(engine, source, columns) {
	if (columns.length === 0) return /* @__PURE__ */ new Set();
	const list = columns.map((column) => {
		const text = quoteIdentifier(column.name);
		return `count(*) FILTER (length(${text}) > 18 AND ${textAs("integer", text, true).sql} IS NOT NULL AND ${textAs("integer", text).sql} IS NULL)`;
	});
	const { rows } = await engine.query(`SELECT ${list.join(", ")} FROM ${source.relationSql}`, [], { purpose: `looking for large integers in ${source.files[0].path}` });
	return new Set(columns.filter((_, index) => toCount(rows[0][index]) > 0).map((column) => column.name));
}
function freshNames(names) {
	const taken = new Set(names.map((name) => name.toLowerCase()));
	return names.map((name) => {
		let fresh = `raw:${name}`;
		while (taken.has(fresh.toLowerCase())) fresh = `raw:${fresh}`;
		taken.add(fresh.toLowerCase());
		return fresh;
	});
}

export { holmAdjust as a, inconclusiveEstimate as c, inspectSource as i, oneSidedNormalQuantile as l, combinedSha256 as n, findRoot as o, locateSource as r, assertAlpha as s, typedRelation as t, standardErrorOfInterval as u };