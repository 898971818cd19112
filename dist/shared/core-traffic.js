import { _ as union, a as boolean, d as number, i as array, m as string, p as strictObject, r as _enum, s as json } from "./zod.js";
import { a as nonEmpty, n as duration, r as finite, t as commandLine } from "./core-words.js";

// packages/core/src/config/traffic.ts
const url = string().regex(/^https?:\/\/[^\s]+$/, "expected an http:// or https:// address");
/** Name of an environment variable: secrets stand there, never in a configuration. */
const environmentName = string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "expected the name of an environment variable");
/** A bare word of nginx: an upstream, a variable. */
const nginxName = string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/, "expected letters, digits, \"_\", \".\" or \"-\", such as stable");
const devGatewaySchema = strictObject({
	/** The gateway's weights file. */
	weights: nonEmpty.optional(),
	/** The gateway's admin port, where the file is on another machine. */
	admin: strictObject({
		url,
		token_env: environmentName
	}).optional(),
	/** Makes the stable arm serve the promoted model; then the stable arm gets all traffic. */
	promote: commandLine.optional()
}).refine((value) => value.weights !== void 0 || value.admin !== void 0, { message: "expected `weights` (the file that the gateway reads) or `admin` (its admin port)" });
const commandTargetSchema = strictObject({
	read: commandLine,
	apply: commandLine,
	promote: commandLine.optional(),
	timeout: duration.optional()
});
const nginxSchema = strictObject({
	/** The file that this tool writes and nginx includes in its `http` block. */
	config: nonEmpty,
	/** Names of the two upstreams. */
	upstreams: strictObject({
		stable: nginxName.optional(),
		candidate: nginxName.optional()
	}).optional(),
	/** The variable that `proxy_pass` uses, without `$`. */
	variable: nginxName.optional(),
	/** What is hashed to choose the arm: a request id spreads requests, a user id keeps users on one side. */
	key: string().regex(/^[A-Za-z0-9_${}.:-]{1,256}$/, "expected nginx variables, such as $request_id").optional(),
	test: commandLine.optional(),
	reload: commandLine.optional(),
	promote: commandLine.optional(),
	timeout: duration.optional()
});
/** Targets that the interface names and this version does not implement: an honest answer instead of a spelling error. */
const LATER_TARGETS = [
	"haproxy",
	"gateway_api",
	"kserve",
	"seldon",
	"sagemaker"
];
/** What splits the traffic: exactly one kind. */
const targetSchema = strictObject({
	dev_gateway: devGatewaySchema.optional(),
	command: commandTargetSchema.optional(),
	nginx: nginxSchema.optional(),
	registry_alias: strictObject({}).optional(),
	haproxy: json().optional(),
	gateway_api: json().optional(),
	kserve: json().optional(),
	seldon: json().optional(),
	sagemaker: json().optional()
}).refine((value) => Object.values(value).filter((kind) => kind !== void 0).length === 1, { message: "expected exactly one target: dev_gateway, command, nginx or registry_alias" });
const server = union([url, strictObject({
	url,
	token_env: environmentName.optional()
})]);
/** Where the guardrails' counters are read: exactly one kind. */
const sourceSchema = union([
	strictObject({ prometheus_text: server }),
	strictObject({ prometheus: server }),
	strictObject({ command: union([commandLine, strictObject({
		read: commandLine,
		timeout: duration.optional()
	})]) })
]);
/** Golden requests that the candidate answers before it gets any traffic. */
const smokeSchema = strictObject({
	protocol: _enum(["oip-v2"]).optional(),
	/** Address of the candidate alone, never of the split. */
	candidate: url.optional(),
	/** A JSON file of requests and the answers expected. */
	fixtures: nonEmpty.optional(),
	/** The model's name in the server's URLs; default: the configuration's `model`. */
	model: nonEmpty.optional(),
	/** A number passes when it differs by at most abs + rel * |expected|. */
	tolerance: strictObject({
		abs: finite.nonnegative().optional(),
		rel: finite.nonnegative().optional()
	}).optional(),
	/** How long to wait for the candidate to become ready (10s), and for one answer (10s). */
	wait: duration.optional(),
	timeout: duration.optional(),
	/** Also ask every fixture's rows one by one: a batch must equal its rows. */
	batch: boolean().optional()
});
const weight = finite.min(0).max(100);
/** Content of a weights file, and the body of `PUT /-/weights`. */
const gatewayWeightsSchema = strictObject({
	stable: weight,
	candidate: weight
});
const listen = union([string().min(1).max(300), number().int().min(0).max(65535)]);
/** The development gateway's own configuration file. */
const gatewaySchema = strictObject({
	listen,
	arms: strictObject({
		stable: url,
		candidate: url
	}),
	weights: nonEmpty,
	admin: strictObject({
		listen,
		token: string().min(1).max(4096).optional()
	}).optional(),
	/** An arm that has not answered after this long counts as 504 (30s). */
	timeout: duration.optional(),
	/** Upper edges of the duration histogram, seconds, ascending. */
	buckets: array(finite.positive()).min(1).max(100).optional(),
	/** Makes the sequence of arms repeatable. */
	seed: number().int().min(0).max(4294967295).optional()
});

export { sourceSchema as a, smokeSchema as i, gatewaySchema as n, targetSchema as o, gatewayWeightsSchema as r, LATER_TARGETS as t };