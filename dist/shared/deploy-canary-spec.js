import { r as _enum } from "./zod.js";
import { a as textInput, n as COMMON_INPUTS, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";
import { t as CANARY_COMMANDS } from "./core-rollout.js";

// actions/deploy-canary/src/spec.ts
const spec = {
	name: "deploy-canary",
	title: "Deploy canary",
	description: "Carries a registered model to 100 % of traffic step by step, judged by evidence, and takes it back.",
	branding: {
		icon: "trending-up",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		command: {
			description: "`run` blocks until the canary has ended; `start` and `tick` take one look each (for a schedule); `plan` and `status` only read; `abort` takes it back; `reconcile` takes back what nobody looks after.",
			default: "run",
			parse: _enum(CANARY_COMMANDS)
		},
		version: {
			description: "Version or alias to roll out with `plan`, `start` and `run`; default the alias `candidate`.",
			parse: textInput
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		state: "Where the rollout stands, such as `Completed`, `RolledBack` or `Canary`.",
		weight: "The candidate's share of traffic in percent.",
		promoted: "`true` when the model has all traffic and is the champion."
	},
	permissions: {
		contents: {
			access: "write",
			why: "the journal of the rollout and the ledger are refs of the repository"
		},
		deployments: {
			access: "write",
			why: "GitHub Deployments mirror the states; display only"
		},
		packages: {
			access: "read",
			why: "only with a store on ghcr.io: the chain of proof is read from it"
		}
	},
	post: true
};

export { spec as t };