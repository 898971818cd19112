import * as z from 'zod';

/** One input of an action: the single source of action.yml, the README table and the reader. */
export interface InputSpec<T = unknown> {
  description: string;
  /** As action.yml writes it; a reader sees it as if the user had given it. */
  default?: string;
  required?: boolean;
  /** Parses the text of a given input (never the empty string). */
  parse: z.ZodType<T, string>;
}

/** What an action is, apart from what it does. */
export interface ActionSpec<I extends Record<string, InputSpec> = Record<string, InputSpec>> {
  /** Folder and bundle name. */
  name: string;
  title: string;
  description: string;
  branding: { icon: string; color: string };
  inputs: I;
  /** Names are fixed here and never come from data. */
  outputs: Record<string, string>;
  /** `permissions:` a job needs for it, scope to access and why. */
  permissions: Record<string, { access: 'read' | 'write'; why: string }>;
  /** Runs after the job, also when it was cancelled. */
  post?: boolean;
}

export type InputValues<S extends ActionSpec> = {
  [K in keyof S['inputs']]: S['inputs'][K] extends InputSpec<infer T>
    ? S['inputs'][K] extends { default: string } | { required: true }
      ? T
      : T | undefined
    : never;
};

export const textInput = z.string();
export const wholeNumberInput = z
  .string()
  .regex(/^\d{1,15}$/, 'expected a whole number')
  .transform(Number);
/** Words separated by commas or line breaks. */
export const listInput = z.string().transform((value) =>
  value
    .split(/[\n,]/)
    .map((word) => word.trim())
    .filter(Boolean),
);

/** Inputs that every action takes. */
export const COMMON_INPUTS = {
  config: {
    description: 'Configuration file, relative to `working-directory`.',
    default: 'model-delivery.yaml',
    parse: textInput,
  },
  'working-directory': {
    description: 'Directory the other paths are relative to.',
    default: '.',
    parse: textInput,
  },
  'github-token': {
    description: 'Token for the GitHub API; see the permissions below.',
    default: '${{ github.token }}',
    parse: textInput,
  },
  'fail-on': {
    description:
      'When the step fails: `policy` (as the configuration says), `fail` (an inconclusive result never fails), `inconclusive` (it always does), `never` (report only).',
    default: 'policy',
    parse: z.enum(['policy', 'fail', 'inconclusive', 'never']) as z.ZodType<
      'policy' | 'fail' | 'inconclusive' | 'never',
      string
    >,
  },
  name: {
    description: "Suffix of the artifact's name, for jobs of a matrix.",
    parse: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected letters, digits, ".", "_" or "-"'),
  },
} satisfies Record<string, InputSpec>;

/** Outputs that every action sets. */
export const COMMON_OUTPUTS = {
  verdict: '`pass`, `fail`, `inconclusive` or `error`.',
  document: 'Path of the document the stage wrote.',
  digest: '`sha256:<hex>` of the document.',
  summary: 'The result in one sentence.',
};
