export { type HashedBytes, hashFile } from './hash-file.ts';
export { modelFiles } from './model-files.ts';
