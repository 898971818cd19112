export { type GitRefLogOptions, gitRefLog } from './git-ref-log.ts';
