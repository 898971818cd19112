import * as z from 'zod';
import { nonEmpty } from './words.ts';

export const reportSchema = z.strictObject({
  comment: z.boolean().default(true),
  check: z.boolean().default(true),
  html: z.boolean().default(true),
  append: z.array(nonEmpty).default([]).describe('Markdown files of the user, shown on trusted runs only.'),
});
export type ReportConfig = z.infer<typeof reportSchema>;
