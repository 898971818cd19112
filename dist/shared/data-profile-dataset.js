import { t as ConfigError } from "./core-errors.js";
import { r as dataSchema } from "./core-data.js";
import { a as unknownDataset, i as sourceRequest, o as declaredTypes, s as buildProfile } from "./data-main.js";

// packages/data/src/profile-dataset.ts
async function profileDataset(input) {
	const data = input.config?.data ?? dataSchema.parse({});
	const request = requestFor(input, data);
	const engine = typeof input.engine === "function" ? await input.engine() : input.engine;
	const session = await engine.open([request], { signal: input.signal });
	try {
		const [result] = session.datasets;
		if ("failure" in result) throw result.failure;
		const { dataset } = result;
		const config = input.dataset === void 0 ? void 0 : data.datasets[input.dataset];
		await dataset.declare(config === void 0 ? /* @__PURE__ */ new Map() : declaredTypes(data, input.dataset, dataset.columnNames));
		const { key = [], time = null } = config ?? {};
		return {
			...await buildProfile(dataset, {
				dataset: input.dataset ?? null,
				source: request.source,
				key,
				time,
				like: input.like
			}),
			engine: {
				name: engine.name,
				version: engine.version
			}
		};
	} finally {
		await session.close();
	}
}
function requestFor({ dataset, source, baseDirectory, workingDirectory }, data) {
	const given = workingDirectory ?? process.cwd();
	if (dataset === void 0) {
		if (source === void 0) throw new ConfigError({
			code: "PROFILE_OF_WHAT",
			message: "Profiling: expected a data set or a file, found neither.",
			hint: "Use `--dataset NAME` or `--source FILE`."
		});
		return {
			name: "source",
			source,
			baseDirectory: given,
			nullValues: data.defaults.null_values
		};
	}
	const config = data.datasets[dataset];
	if (config === void 0) throw unknownDataset(dataset, Object.keys(data.datasets));
	return source === void 0 ? sourceRequest({
		name: dataset,
		config,
		baseDirectory
	}, data) : sourceRequest({
		name: dataset,
		config: {
			...config,
			source
		},
		baseDirectory: given
	}, data);
}

export { profileDataset as t };