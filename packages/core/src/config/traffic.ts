import * as z from 'zod';
import { commandLine, duration, finite, nonEmpty } from './words.ts';

const url = z.string().regex(/^https?:\/\/[^\s]+$/, 'expected an http:// or https:// address');
/** Name of an environment variable: secrets stand there, never in a configuration. */
const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'expected the name of an environment variable');
/** A bare word of nginx: an upstream, a variable. */
const nginxName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/, 'expected letters, digits, "_", "." or "-", such as stable');

const devGatewaySchema = z
  .strictObject({
    /** The gateway's weights file. */
    weights: nonEmpty.optional(),
    /** The gateway's admin port, where the file is on another machine. */
    admin: z.strictObject({ url, token_env: environmentName }).optional(),
    /** Makes the stable arm serve the promoted model; then the stable arm gets all traffic. */
    promote: commandLine.optional(),
  })
  .refine((value) => value.weights !== undefined || value.admin !== undefined, {
    message: 'expected `weights` (the file that the gateway reads) or `admin` (its admin port)',
  });

const commandTargetSchema = z.strictObject({
  read: commandLine,
  apply: commandLine,
  promote: commandLine.optional(),
  timeout: duration.optional(),
});

const nginxSchema = z.strictObject({
  /** The file that this tool writes and nginx includes in its `http` block. */
  config: nonEmpty,
  /** Names of the two upstreams. */
  upstreams: z.strictObject({ stable: nginxName.optional(), candidate: nginxName.optional() }).optional(),
  /** The variable that `proxy_pass` uses, without `$`. */
  variable: nginxName.optional(),
  /** What is hashed to choose the arm: a request id spreads requests, a user id keeps users on one side. */
  key: z
    .string()
    .regex(/^[A-Za-z0-9_${}.:-]{1,256}$/, 'expected nginx variables, such as $request_id')
    .optional(),
  test: commandLine.optional(),
  reload: commandLine.optional(),
  promote: commandLine.optional(),
  timeout: duration.optional(),
});

/** Targets that the interface names and this version does not implement: an honest answer instead of a spelling error. */
export const LATER_TARGETS = ['haproxy', 'gateway_api', 'kserve', 'seldon', 'sagemaker'] as const;

/** What splits the traffic: exactly one kind. */
export const targetSchema = z
  .strictObject({
    dev_gateway: devGatewaySchema.optional(),
    command: commandTargetSchema.optional(),
    nginx: nginxSchema.optional(),
    registry_alias: z.strictObject({}).optional(),
    haproxy: z.json().optional(),
    gateway_api: z.json().optional(),
    kserve: z.json().optional(),
    seldon: z.json().optional(),
    sagemaker: z.json().optional(),
  })
  .refine((value) => Object.values(value).filter((kind) => kind !== undefined).length === 1, {
    message: 'expected exactly one target: dev_gateway, command, nginx or registry_alias',
  });
export type TargetConfig = z.infer<typeof targetSchema>;

const server = z.union([url, z.strictObject({ url, token_env: environmentName.optional() })]);
/** Where the guardrails' counters are read: exactly one kind. */
export const sourceSchema = z.union([
  z.strictObject({ prometheus_text: server }),
  z.strictObject({ prometheus: server }),
  z.strictObject({
    command: z.union([commandLine, z.strictObject({ read: commandLine, timeout: duration.optional() })]),
  }),
]);
export type SourceConfig = z.infer<typeof sourceSchema>;

/** Golden requests that the candidate answers before it gets any traffic. */
export const smokeSchema = z.strictObject({
  protocol: z.enum(['oip-v2']).optional(),
  /** Address of the candidate alone, never of the split. */
  candidate: url.optional(),
  /** A JSON file of requests and the answers expected. */
  fixtures: nonEmpty.optional(),
  /** The model's name in the server's URLs; default: the configuration's `model`. */
  model: nonEmpty.optional(),
  /** A number passes when it differs by at most abs + rel * |expected|. */
  tolerance: z.strictObject({ abs: finite.nonnegative().optional(), rel: finite.nonnegative().optional() }).optional(),
  /** How long to wait for the candidate to become ready (10s), and for one answer (10s). */
  wait: duration.optional(),
  timeout: duration.optional(),
  /** Also ask every fixture's rows one by one: a batch must equal its rows. */
  batch: z.boolean().optional(),
});
export type SmokeConfig = z.infer<typeof smokeSchema>;

const weight = finite.min(0).max(100);
/** Content of a weights file, and the body of `PUT /-/weights`. */
export const gatewayWeightsSchema = z.strictObject({ stable: weight, candidate: weight });

const listen = z.union([z.string().min(1).max(300), z.number().int().min(0).max(65_535)]);
/** The development gateway's own configuration file. */
export const gatewaySchema = z.strictObject({
  listen,
  arms: z.strictObject({ stable: url, candidate: url }),
  weights: nonEmpty,
  admin: z.strictObject({ listen, token: z.string().min(1).max(4096).optional() }).optional(),
  /** An arm that has not answered after this long counts as 504 (30s). */
  timeout: duration.optional(),
  /** Upper edges of the duration histogram, seconds, ascending. */
  buckets: z.array(finite.positive()).min(1).max(100).optional(),
  /** Makes the sequence of arms repeatable. */
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
});
export type GatewayConfig = z.infer<typeof gatewaySchema>;
