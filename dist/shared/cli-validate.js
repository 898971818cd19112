import { n as validateStage } from "./use-cases-validate-stage.js";
import { a as textFlags, i as textFlag } from "./cli-flags.js";
import { t as policyFlag } from "./cli-policy-flag.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/validate.ts
const validate = {
	summary: "Validate data: schema, rules, statistics, drift. Writes data-report.json.",
	usage: ["[--dataset NAME]… [--source FILE] [--policy FILE|REF] [--engine-path DIR]"],
	flags: {
		dataset: {
			description: "Dataset of the configuration to validate (default all).",
			value: "NAME",
			multiple: true
		},
		source: {
			description: "File or glob that replaces the source of the one named (or only) dataset.",
			value: "FILE"
		},
		policy: {
			description: "Take waivers from this file or git revision, as a pull request does.",
			value: "FILE|REF"
		},
		"engine-path": {
			description: "Directory with the DuckDB library.",
			value: "DIR"
		}
	},
	async run(host, call) {
		const datasets = [...textFlags(call, "dataset"), ...call.words];
		const outcome = await validateStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			asOf: call.asOf,
			datasets: datasets.length > 0 ? datasets : void 0,
			source: textFlag(call, "source"),
			enginePath: textFlag(call, "engine-path"),
			basePolicy: policyFlag(host, textFlag(call, "policy"))
		});
		return stageResult(host, outcome);
	}
};

export { validate };