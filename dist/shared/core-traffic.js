import { _ as union, a as boolean, d as number, i as array, m as string, p as strictObject, r as _enum, s as json } from "./zod.js";
import { a as nonEmpty, n as duration, r as finite, t as commandLine } from "./core-words.js";

// packages/core/src/config/traffic.ts
const url = string().regex(/^https?:\/\/[^\s]+$/, "expected an http:// or https:// address");
const environmentName = string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "expected the name of an environment variable");
const nginxName = string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/, "expected letters, digits, \"_\", \".\" or \"-\", such as stable");
const devGatewaySchema = strictObject({
	weights: nonEmpty.optional(),
	admin: strictObject({
		url,
		token_env: environmentName
	}).optional(),
	promote: commandLine.optional()
}).refine((value) => value.weights !== void 0 || value.admin !== void 0, { message: "expected `weights` (the file that the gateway reads) or `admin` (its admin port)" });
const commandTargetSchema = strictObject({
	read: commandLine,
	apply: commandLine,
	promote: commandLine.optional(),
	timeout: duration.optional()
});
const nginxSchema = strictObject({
	config: nonEmpty,
	upstreams: strictObject({
		stable: nginxName.optional(),
		candidate: nginxName.optional()
	}).optional(),
	variable: nginxName.optional(),
	key: string().regex(/^[A-Za-z0-9_${}.:-]{1,256}$/, "expected nginx variables, such as $request_id").optional(),
	test: commandLine.optional(),
	reload: commandLine.optional(),
	promote: commandLine.optional(),
	timeout: duration.optional()
});
const LATER_TARGETS = [
	"haproxy",
	"gateway_api",
	"kserve",
	"seldon",
	"sagemaker"
];
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
const sourceSchema = union([
	strictObject({ prometheus_text: server }),
	strictObject({ prometheus: server }),
	strictObject({ command: union([commandLine, strictObject({
		read: commandLine,
		timeout: duration.optional()
	})]) })
]);
const smokeSchema = strictObject({
	protocol: _enum(["oip-v2"]).optional(),
	candidate: url.optional(),
	fixtures: nonEmpty.optional(),
	model: nonEmpty.optional(),
	tolerance: strictObject({
		abs: finite.nonnegative().optional(),
		rel: finite.nonnegative().optional()
	}).optional(),
	wait: duration.optional(),
	timeout: duration.optional(),
	batch: boolean().optional()
});
const weight = finite.min(0).max(100);
const gatewayWeightsSchema = strictObject({
	stable: weight,
	candidate: weight
});
const listen = union([string().min(1).max(300), number().int().min(0).max(65535)]);
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
	timeout: duration.optional(),
	buckets: array(finite.positive()).min(1).max(100).optional(),
	seed: number().int().min(0).max(4294967295).optional()
});

export { sourceSchema as a, smokeSchema as i, gatewaySchema as n, targetSchema as o, gatewayWeightsSchema as r, LATER_TARGETS as t };