import { runAction } from '@model-delivery/action-kit';
import { TOOL } from '@model-delivery/use-cases/version';
import { run } from './run.ts';
import { spec } from './spec.ts';

await runAction(spec, TOOL, run);
