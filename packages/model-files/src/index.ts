export { hashFile } from './hash-file.ts';
export { type HashedBytes, rememberedHash } from './hash-memo.ts';
export { modelFiles } from './model-files.ts';
