export * from './adapter-context.ts';
export * from './duration.ts';
export { type GatewaySettings, readGatewayConfig } from './gateway/gateway-config.ts';
export { type GatewayOptions, type RunningGateway, startDevGateway } from './gateway/start-dev-gateway.ts';
export { type JournalHead, type JournalLog, journalRef, openJournal } from './journal/journal-log.ts';
export { type RolloutJournal, rolloutJournalSchema } from './journal/rollout-journal.ts';
export { canaryJudging } from './judge/canary-judging.ts';
export type { CanaryWindow, GuardrailWindow } from './judge/canary-window.ts';
export { createJudge, type Judge, type Judgement } from './judge/judge.ts';
export { type BreakerPolicy, type GuardrailPolicy, type JudgePolicy, judgePolicy } from './judge/judge-policy.ts';
export type { JudgeState } from './judge/judge-state.ts';
export { windowBetween } from './judge/window-between.ts';
export type { CanaryJudging, Request } from './machine/observation.ts';
export { modeOf, type Opening, openRollout } from './machine/open-rollout.ts';
export { type RolloutWorld, type Tick, tick } from './machine/rollout-driver.ts';
export { effectiveRollout, type RolloutPolicy, rolloutPolicy } from './machine/rollout-policy.ts';
export { isAtRest, type MachineSetting } from './machine/step.ts';
export {
  type CanaryPlan,
  type CanaryShape,
  type GuardrailPlan,
  planCanary,
  type ServiceTraffic,
} from './plan/plan-canary.ts';
export * from './ports.ts';
export { type ReplayedSeries, replayWindows } from './replay/replay.ts';
export { type ReplayPolicy, replayPolicy } from './replay/replay-policy.ts';
export { type RolloutFacts, rolloutDocument, rolloutExitCode, summaryOfRollout } from './rollout-document.ts';
export { readGoldenFixtures } from './smoke/golden-fixtures.ts';
export { smokeFor } from './smoke/smoke-for.ts';
export { sourceFor } from './sources/source-for.ts';
export { targetFor } from './targets/target-for.ts';
