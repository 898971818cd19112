import { textInput } from '@model-delivery/action-kit';
import * as z from 'zod';

export const spec = {
  name: 'changed-paths',
  title: 'Changed paths',
  description: 'Whether the pull request touches any of the given paths.',
  branding: { icon: 'filter', color: 'blue' },
  inputs: {
    paths: { description: 'Globs, one a line.', required: true, parse: textInput },
    always: { description: 'Do not look.', default: 'false', parse: z.enum(['true', 'false']) },
    'github-token': { description: 'Token.', default: '${{ github.token }}', parse: textInput },
  },
  outputs: { changed: '`true` or `false`.' },
  permissions: { 'pull-requests': { access: 'read', why: 'the list of changed files' } },
} as const;
