import { resolve } from 'node:path';
import {
  type Approval,
  ConfigError,
  EvidenceError,
  type FailOn,
  type Host,
  type JsonValue,
  type Lineage,
  type ModelIdentity,
  modelIdentity,
  type SealedDocument,
  sealDocument,
  utcDate,
} from '@model-delivery/core';
import { modelFiles } from '@model-delivery/model-files';
import { buildLineage, judgeRegistration, type Refusal, requirementsOf } from '@model-delivery/registry';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { metaOf } from '../document-file.ts';
import { runStage, type StageOutcome } from '../stage-run.ts';
import { approvalOf } from './approval.ts';
import { codeFacts, environmentFiles, gitHubRepository, hardwareFacts } from './lineage-facts.ts';
import { openRegistry, type RegistryAccess } from './open-registry.ts';
import { ledgerRefusal, refusedOutcome } from './refused-outcome.ts';
import { registrationDocuments } from './registration-documents.ts';
import { evidenceFiles } from './registration-evidence.ts';
import { judgeCodeChecks } from './required-checks.ts';
import { storeRegistration } from './store-registration.ts';
import { untrustedEvaluation, untrustedRun } from './trusted-run.ts';

/** What `register` is asked. Paths are relative to the working directory. */
export interface RegisterRequest {
  config: string;
  out: string;
  failOn: FailOn;
  asOf: string | undefined;
  model: string | undefined;
  evaluation: string | undefined;
  dataReport: string | undefined;
  params: Readonly<Record<string, JsonValue>>;
  status: 'registered' | 'approved' | undefined;
  /** Whether an approval is to be looked for and recorded. */
  approval: boolean;
  /** Takes a model that already serves in without a gate; needs a reason. */
  adopt: boolean;
  reason: string | undefined;
  access?: RegistryAccess | undefined;
  onConfigured?: ((configuration: Configuration) => void) | undefined;
}

/** The stage's outcome, and what an action hands on. */
export interface RegisterOutcome extends StageOutcome {
  /** Version id; null where the model could not be identified. */
  version: string | null;
  /** Whether the ledger did not know the version before; null when nothing was registered. */
  created: boolean | null;
  /** Where the store keeps it; null when nothing was registered. */
  reference: string | null;
  /** The model card as Markdown; null when nothing was registered. */
  card: string | null;
}

/** Everything a registration stands on once the gate has let it pass. */
export interface ProvenRegistration {
  configuration: Configuration;
  identity: ModelIdentity;
  root: string;
  documents: ReturnType<typeof registrationDocuments>;
  lineage: SealedDocument<Lineage>;
  approval: Approval | null;
  evidence: Awaited<ReturnType<typeof evidenceFiles>>;
}

/**
 * Registers a model with its proof: identity, chain of proof, lineage, upload, evidence, ledger, tags, in this order, so that a
 * killed run leaves nothing visible that is not whole, and running it again completes it. Leaves `model-version.json` and
 * `lineage.json` behind; a refusal is a document, too.
 */
export async function registerStage(host: Host, request: RegisterRequest): Promise<RegisterOutcome> {
  const result: Pick<RegisterOutcome, 'version' | 'created' | 'reference' | 'card'> = {
    version: null,
    created: null,
    reference: null,
    card: null,
  };
  const file = `${request.out}/model-version.json`;
  const outcome = await runStage(host, { schema: 'model-version/1', file }, async (startedMs) => {
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    requireWhole(request, configuration);
    const { model } = configuration.loaded.config;
    const end = { schema: 'model-version/1', file, model, failOn: request.failOn, startedMs };
    try {
      const untrusted = untrustedRun(host);
      if (untrusted !== null) return refusedOutcome(host, end, untrusted);
      const root = resolve(host.cwd, request.model!);
      const identity = modelIdentity(await modelFiles(root, request.model));
      result.version = identity.version;
      const proven = await prove(host, request, configuration, { identity, root });
      if ('code' in proven) return refusedOutcome(host, { ...end, version: identity.version }, proven);
      const registry = await openRegistry(host, configuration, request.access);
      const stored = await storeRegistration(host, registry, proven, { ...request, file, startedMs });
      if ('refusal' in stored)
        return refusedOutcome(host, { ...end, version: identity.version }, ledgerRefusal(stored.refusal));
      result.created = stored.created;
      result.reference = stored.reference;
      result.card = stored.card;
      return stored.outcome;
    } catch (error) {
      // Evidence that is missing or about something else is softened by `--fail-on never`, like an evaluation's.
      if (!(error instanceof EvidenceError) || host.signal?.aborted) throw error;
      const { code, message, hint } = error;
      return refusedOutcome(
        host,
        { ...end, version: result.version ?? undefined },
        { verdict: 'error', code, message, hint },
      );
    }
  });
  return { ...outcome, ...result };
}

/** @throws ConfigError when the call lacks something that only its author can add */
function requireWhole(request: RegisterRequest, { loaded }: Configuration): void {
  const usage = (message: string, hint: string) => new ConfigError({ code: 'USAGE', message, hint });
  if (request.model === undefined)
    throw usage(
      'register needs the model: nothing was given.',
      'Pass `--model PATH` (input `model`), a file or a directory.',
    );
  if (request.adopt && !request.reason)
    throw usage(
      'Adopting a model without a gate needs a reason.',
      'Pass `--reason TEXT` (input `reason`): it stays with the version for ever.',
    );
  if (!request.adopt && request.reason)
    throw usage(
      'register takes a reason only with `--adopt`.',
      'Leave `--reason` out, or add `--adopt` to take in a model without a gate.',
    );
  if (loaded.config.registry === undefined) {
    throw new ConfigError({
      code: 'CONFIG_BLOCK_MISSING',
      message: `The configuration ${request.config} has no \`registry:\` block, so there is no place to register a model.`,
      hint: 'Add for example `registry: { store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger } }`.',
    });
  }
}

async function prove(
  host: Host,
  request: RegisterRequest,
  configuration: Configuration,
  { identity, root }: Pick<ProvenRegistration, 'identity' | 'root'>,
): Promise<ProvenRegistration | Refusal> {
  const { config } = configuration.loaded;
  const base = configuration.baseDirectory;
  const { out, evaluation, dataReport, adopt } = request;
  const documents = registrationDocuments(host, { out, evaluation, dataReport, onlyNamed: adopt });
  const approval = request.approval ? await approvalOf(host, request.access ?? {}) : null;
  const refusal =
    judgeRegistration({
      model: config.model,
      version: identity.version,
      ...documents,
      require: requirementsOf(config.registry, config.data !== undefined),
      approved: approval !== null,
      adopted: adopt,
      today: request.asOf ?? utcDate(host.now()),
    }) ?? untrustedDocument(host, documents);
  if (refusal !== null) return withApprovalHint(refusal, request);
  const code = await codeFacts(host, base);
  const red = adopt ? null : await codeCheckRefusal(host, request, configuration, code);
  if (red !== null) return red;
  const lineage = buildLineage({
    model: config.model,
    version: identity.version,
    code,
    dataReport: documents.dataReport?.document ?? null,
    evaluation: documents.evaluation?.document ?? null,
    params: request.params,
    environment: await environmentFiles(base, config.registry?.environment ?? []),
    hardware: hardwareFacts(),
  });
  const evidence = await evidenceFiles({ base, working: host.cwd }, config, documents.evaluation, documents.dataReport);
  const sealed = sealDocument(lineage, metaOf(host, host.now()));
  return { configuration, identity, root, documents, lineage: sealed, approval, evidence };
}

function untrustedDocument(host: Host, { evaluation }: ProvenRegistration['documents']): Refusal | null {
  return evaluation === null ? null : untrustedEvaluation(host, evaluation.document, evaluation.path);
}

/** The commit whose checks count is the run's; on a laptop it is the one that is checked out. */
function codeCheckRefusal(
  host: Host,
  request: RegisterRequest,
  { loaded }: Configuration,
  code: Lineage['code'],
): Promise<Refusal | null> {
  const names = loaded.config.registry?.require?.code_checks ?? [];
  const sha = (host.env.GITHUB_ACTIONS === 'true' ? host.env.GITHUB_SHA : undefined) ?? code.commit;
  return judgeCodeChecks(
    host,
    request.access ?? {},
    { sha, repository: gitHubRepository(host, code.repository) },
    names,
  );
}

function withApprovalHint(refusal: Refusal, request: RegisterRequest): Refusal {
  if (refusal.verdict !== 'inconclusive' || !request.approval) return refusal;
  return {
    ...refusal,
    code: 'APPROVAL_MISSING',
    message: `${refusal.message.replace(/\.$/, '')}: an approval was asked for, and GitHub knows none of this run.`,
    hint: 'Let the job name an `environment` with required reviewers: their approval is read from the API (`actions: read`), never from an input.',
  };
}
