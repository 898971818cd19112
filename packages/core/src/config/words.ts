import * as z from 'zod';
import { SEVERITIES } from '../verdict.ts';

// An action parses one configuration and ends: compiling a parser per object (zod's default) costs 10 ms and never pays off.
z.config({ jitless: true });

export const nonEmpty = z.string().min(1).max(4096);
export const finite = z.number();
export const share = z.number().min(0).max(1);
export const wholeNumber = z.number().int().nonnegative();
export const severity = z.enum(SEVERITIES);
export const onInconclusive = z.enum(['warn', 'block']);
export const isoDate = z.iso.date();

/** `30m`, `6h`, `60s`, `30d`. */
export const duration = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/, 'expected a duration such as 60s, 30m, 6h or 7d');

/** `2 of 3`. */
export const windows = z.string().regex(/^[1-9]\d* of [1-9]\d*$/, 'expected "k of m", such as "2 of 3"');

/** An argument vector: no shell ever sees it. */
export const commandLine = z.array(z.string()).min(1);

/** How many failing rows a row check tolerates: a count or a share of the rows it judged. */
export const tolerance = z
  .strictObject({ max_count: wholeNumber.optional(), max_share: share.optional() })
  .refine((value) => (value.max_count === undefined) !== (value.max_share === undefined), {
    message: 'expected exactly one of max_count and max_share',
  });
export type Tolerance = z.infer<typeof tolerance>;
