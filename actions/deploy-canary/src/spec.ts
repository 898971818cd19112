import { COMMON_INPUTS, COMMON_OUTPUTS, textInput } from '@model-delivery/action-kit';
import { CANARY_COMMANDS, type CanaryCommand } from '@model-delivery/core';
import * as z from 'zod';

export const spec = {
  name: 'deploy-canary',
  title: 'Deploy canary',
  description: 'Carries a registered model to 100 % of traffic step by step, judged by evidence, and takes it back.',
  branding: { icon: 'trending-up', color: 'blue' },
  inputs: {
    ...COMMON_INPUTS,
    command: {
      description:
        '`run` blocks until the canary has ended; `start` and `tick` take one look each (for a schedule); `plan` and `status` only read; `abort` takes it back; `reconcile` takes back what nobody looks after.',
      default: 'run',
      parse: z.enum(CANARY_COMMANDS) as z.ZodType<CanaryCommand, string>,
    },
    version: {
      description: 'Version or alias to roll out with `plan`, `start` and `run`; default the alias `candidate`.',
      parse: textInput,
    },
  },
  outputs: {
    ...COMMON_OUTPUTS,
    state: 'Where the rollout stands, such as `Completed`, `RolledBack` or `Canary`.',
    weight: "The candidate's share of traffic in percent.",
    promoted: '`true` when the model has all traffic and is the champion.',
  },
  permissions: {
    contents: { access: 'write', why: 'the journal of the rollout and the ledger are refs of the repository' },
    deployments: { access: 'write', why: 'GitHub Deployments mirror the states; display only' },
    packages: { access: 'read', why: 'only with a store on ghcr.io: the chain of proof is read from it' },
  },
  post: true,
} as const;
