import { join } from 'node:path';
import { root } from '../../scripts/root.ts';

/** One cache of compiled code for the processes of all rows: compiling dist is most of what a short one does. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/bad-input') };
