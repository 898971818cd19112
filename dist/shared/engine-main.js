import { i as __toESM } from "./rolldown-runtime.js";
import { a as ExternalError, i as EvidenceError, o as InternalError, t as ConfigError } from "./core-errors.js";
import { createRequire } from "node:module";
import { join } from "node:path";
import { totalmem } from "node:os";
import { mkdir, mkdtemp, realpath, rm, statfs } from "node:fs/promises";

// packages/engine/src/binding/load-duckdb.ts
const DIRECTORY = Symbol.for("model-delivery.engine-binding-directory");
const registry = globalThis;
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
function cellReader(type) {
	if (WIDE.has(type)) return (value) => value === null ? null : BigInt(value);
	return (value) => {
		if (value === null || value === void 0) return null;
		if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
		return typeof value === "bigint" ? value : String(value);
	};
}
function isNumeric(type) {
	return /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\b.*|BOOLEAN)$/.test(type);
}
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
function quoteIdentifier(name) {
	if (name === "" || name.includes("\0")) throw new InternalError({
		code: "SQL_UNQUOTABLE_NAME",
		message: `Quoting a name for SQL: ${JSON.stringify(name)} is empty or holds a NUL character, which SQL text cannot carry.`
	});
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
function quoteLiteral(text) {
	const quoted = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
	return quoted.length === 1 ? quoted[0] : `(${quoted.join(" || chr(0) || ")})`;
}
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
const LEAST_BYTES = 64e6;
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
function defaultMemory(total = totalmem()) {
	return Math.max(LEAST_BYTES, Math.min(2e9, Math.floor(total / 4)));
}

// packages/engine/src/runtime/query-error.ts
function queryError(failure) {
	const text = withWrittenPaths(failure);
	return stopped(text, failure) ?? exhausted(text, failure) ?? exhausted(text, failure) ?? damagedParquet(text, failure) ?? faultyExpression(text, failure) ?? (isStatementFault(text) ? null : unreadable(text, failure)) ?? new InternalError({
		code: "ENGINE_QUERY_FAILED",
		message: `${purpose(failure)}: DuckDB refused a statement of ours: ${firstLine(text)}`,
		hint: "This is a bug of model-delivery; please report it with the configuration that triggers it.",
		cause: failure.error
	});
}
function isStatementFault(text) {
	return /^(?:Binder|Catalog|Parser|Permission|Conversion|Out of Range|Not implemented|Invalid Type|TransactionContext) ?\w* ?Error/i.test(text);
}
function unreadable(text, failure) {
	return unreadableCsv(text, failure) ?? unreadableJson(text, failure) ?? unreadableParquet(text, failure) ?? vanished(text, failure);
}
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
		hint: "Raise data.defaults.memory (for example `memory: 4GB`) or use a runner with more memory. A small file that needs so much is damaged: write or download it again.",
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
const CONTRADICTIONS = /Out of buffer|next power of 2|Information loss on integer cast/;
function damagedParquet(text, failure) {
	if (!CONTRADICTIONS.test(firstLine(text))) return null;
	return new EvidenceError({
		code: "DATA_MALFORMED_PARQUET",
		message: `${purpose(failure)}: the sizes in a Parquet file contradict its bytes (${firstLine(text).replace(/^[\w ]*Error: /, "")}).`,
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

export { toCount as a, quoteLiteral as i, quoteIdentifier as n, loadDuckdb as o, quoteList as r, openEngine as t };