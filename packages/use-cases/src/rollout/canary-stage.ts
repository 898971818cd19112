import { resolve } from 'node:path';
import {
  type CanaryCommand,
  CLOSED_ROLLOUT_STATES,
  EXIT,
  type FailOn,
  type Host,
  type Rollout,
} from '@model-delivery/core';
import {
  type RolloutFacts,
  type RolloutJournal,
  rolloutDocument,
  rolloutExitCode,
  type SmokeTest,
  summaryOfRollout,
} from '@model-delivery/rollout';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { metaOf, writeDocument } from '../document-file.ts';
import type { RegistryAccess } from '../registry/index.ts';
import { outcomeOf, runStage, type StageOutcome } from '../stage-run.ts';
import { type Carried, carryOnce, carryToEnd, pause, stop } from './carry-on.ts';
import { type ProvenCandidate, proveCandidate, smokeOf } from './chain-of-proof.ts';
import { deploymentProjection } from './deployment-projection.ts';
import { planRollout, refuseHopeless } from './plan-rollout.ts';
import { openRolloutSetting, type RolloutSetting, type Sleep } from './rollout-setting.ts';
import { beginRollout } from './start-rollout.ts';

/** What `canary` is asked. Paths are relative to the working directory. */
export interface CanaryRequest {
  config: string;
  out: string;
  failOn: FailOn;
  command: CanaryCommand;
  /** Version or alias of `plan`, `start` and `run`; default the alias `candidate`. */
  reference: string | undefined;
  /** `plan`: requests per second to count with, where the metrics do not tell. */
  requestsPerSecond?: number | undefined;
  /** `abort`: why. */
  reason?: string | undefined;
  /** Name of this process in the journal; default one of its own. */
  owner?: string | undefined;
  /** `abort`: only a rollout that this process was the last to write. */
  onlyIfOwnedBy?: string | undefined;
  access?: RegistryAccess | undefined;
  onConfigured?: ((configuration: Configuration) => void) | undefined;
  sleep?: Sleep | undefined;
}

/** Runs one command of the canary and leaves `rollout.json` behind, whatever happens. */
export function canaryStage(host: Host, request: CanaryRequest): Promise<StageOutcome> {
  const file = `${request.out}/rollout.json`;
  // A run that is told to stop ends in order, by taking its canary back.
  return runStage({ ...host, signal: undefined }, { schema: 'rollout/1', file }, async (startedMs) => {
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    const setting = await openRolloutSetting(host, configuration, {
      ...request,
      carriesOn: request.command !== 'plan',
      sleep: request.sleep ?? pause,
    });
    const projection = deploymentProjection(host, request.access ?? {});
    const factsOf = (done: Done): RolloutFacts => ({
      model: setting.model,
      config: setting.config,
      ...done,
      warnings: [...setting.warnings, ...(done.warnings ?? [])],
    });
    const onMove = (journal: RolloutJournal) => projection.show(rolloutDocument(factsOf({ journal })));
    const done = await perform(host, { ...request, onMove }, configuration, setting);
    const document = rolloutDocument(factsOf(done));
    const reads = request.command === 'plan' || request.command === 'status';
    if (!reads) await projection.finish(document);
    for (const warning of document.warnings) host.log.warning(warning);
    const sealed = writeDocument(resolve(host.cwd, file), document, metaOf(host, startedMs));
    const code = reads ? EXIT.pass : rolloutExitCode(document, done.failure ?? null, request.failOn);
    return outcomeOf(file, sealed, code, summaryOf(document, done.plan !== undefined));
  });
}

function summaryOf(document: Rollout, planned: boolean): string {
  if (planned) return `plan: ${document.reason}`;
  return document.error ? `${document.error.code}: ${document.error.message}` : summaryOfRollout(document);
}

type Done = Omit<RolloutFacts, 'model' | 'config'>;

/** A request, and who is told of every state the rollout enters on the way. */
type Performed = CanaryRequest & { onMove: (journal: RolloutJournal) => void };

async function perform(
  host: Host,
  request: Performed,
  configuration: Configuration,
  setting: RolloutSetting,
): Promise<Done> {
  const reference = request.reference ?? 'candidate';
  switch (request.command) {
    case 'status':
      return { journal: (await setting.world(null, host.signal).journal.read()).journal };
    case 'plan':
      return plan(host, request, setting, reference);
    case 'start':
    case 'run':
      return begin(host, request, configuration, setting, reference);
    case 'abort':
      return abort(request, setting);
    case 'tick':
    case 'reconcile':
      return goOn(host, request.command, configuration, setting);
  }
}

const taken = ({ journal, failure }: Carried): Done => ({ journal, failure });

async function abort(request: CanaryRequest, setting: RolloutSetting): Promise<Done> {
  const world = setting.world(null, undefined);
  const { journal } = await world.journal.read();
  const owner = request.onlyIfOwnedBy;
  if (owner !== undefined && journal?.lease.owner !== owner) return { journal };
  // Whoever tidies up after a run does not overrule a stranger; a person who says `abort` does.
  if (owner !== undefined && journal?.state === 'Foreign') return { journal };
  return taken(await stop(world, setting, request.reason ?? 'Somebody aborted it.'));
}

async function plan(host: Host, request: CanaryRequest, setting: RolloutSetting, reference: string): Promise<Done> {
  const { version, warnings } = await proveCandidate(setting, reference);
  const world = setting.world(null, host.signal);
  const champion = await world.champion.current();
  const found = await planRollout(setting, world, request.requestsPerSecond);
  const direct = champion === null ? 'First rollout: smoke, then all traffic at once; there is no second arm.' : null;
  const whole = 'The target cannot split traffic: smoke, promotion as a whole, soak.';
  const reason = direct ?? (found === null ? whole : found.guardrails.map(({ message }) => message).join(' '));
  return {
    journal: null,
    candidate: version,
    champion,
    plan: (found ?? { guardrails: [], promotable: null, warnings: [] }) as unknown as Rollout['plan'],
    reason,
    warnings: [...warnings, ...(found?.warnings ?? [])],
  };
}

/** `start` opens and looks once; `run` carries it to its end. */
async function begin(
  host: Host,
  request: Performed,
  configuration: Configuration,
  setting: RolloutSetting,
  reference: string,
): Promise<Done> {
  const candidate = await proveCandidate(setting, reference);
  const world = setting.world(await smokeOf(host, setting, configuration, candidate), host.signal);
  if (setting.config.strict) refuseHopeless(await planRollout(setting, world, undefined), true);
  const beginning = await beginRollout(setting, world, candidate);
  if (beginning.kind === 'serving') return serving(candidate);
  if (request.command === 'start') return taken(await carryOnce(world, setting, { kind: 'tick' }));
  return taken(await carryToEnd(host, world, setting, request.onMove));
}

function serving({ version, warnings }: ProvenCandidate): Done {
  const reason = `${version.slice(0, 19)} already is the champion: there is nothing to roll out.`;
  return { journal: null, candidate: version, champion: version, reason, warnings };
}

async function goOn(
  host: Host,
  command: 'tick' | 'reconcile',
  configuration: Configuration,
  setting: RolloutSetting,
): Promise<Done> {
  const { journal } = await setting.world(null, host.signal).journal.read();
  if (journal === null) return { journal };
  if (CLOSED_ROLLOUT_STATES.includes(journal.state)) return { journal };
  const smoke = await smokeForOpen(host, configuration, setting, journal);
  return taken(await carryOnce(setting.world(smoke, host.signal), setting, { kind: command }));
}

/** The smoke test is needed only until it was passed; its candidate's proof must still hold then. */
async function smokeForOpen(
  host: Host,
  configuration: Configuration,
  setting: RolloutSetting,
  { state, candidate }: RolloutJournal,
): Promise<SmokeTest | null> {
  if (state !== 'Locked' && state !== 'Deployed') return null;
  return smokeOf(host, setting, configuration, await proveCandidate(setting, candidate));
}
