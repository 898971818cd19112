import * as z from 'zod';
import { duration, finite, nonEmpty, severity, wholeNumber, windows as windowWords } from './words.ts';

const windows = windowWords.refine(
  (text) => {
    const [k = 0, m = 0] = text.split(' of ').map(Number);
    return k <= m && m <= 1000;
  },
  { message: 'expected "k of m" with k at most m and m at most 1000' },
);

export const retrainingSchema = z.lazy(() =>
  z.strictObject({
    workflow: nonEmpty.optional().describe('Workflow to dispatch: its file name, such as ml-retrain.yml.'),
    ref: nonEmpty.optional().describe('Branch or tag the workflow runs on; default: the default branch.'),
    pipeline: z.record(z.string(), z.json()).optional(),
    when: z
      .strictObject({
        drift: z.strictObject({ windows }).optional(),
        metric: z
          .strictObject({
            name: nonEmpty.optional(),
            max_drop: finite.nonnegative().describe("Absolute worsening against the champion's registered evaluation."),
            windows: windows.optional(),
            higher_is_better: z.boolean().optional().describe('Needed for metrics whose direction is not known.'),
          })
          .optional(),
        volume: z
          .strictObject({
            new_rows: wholeNumber.min(1),
            dataset: nonEmpty
              .optional()
              .describe("Data set whose rows are counted; default: the report's first one that the champion knew."),
          })
          .optional(),
        age: duration.optional(),
      })
      .optional(),
    cooldown: duration.optional(),
    budget: z.strictObject({ runs: wholeNumber, per: duration }).optional(),
    breaker: z
      .strictObject({ runs: wholeNumber.min(1) })
      .optional()
      .describe(
        'After how many retraining runs without a new champion an issue is opened and nothing is dispatched; default 3.',
      ),
    severity: severity.optional(),
  }),
);
export type RetrainingConfig = z.infer<typeof retrainingSchema>;
