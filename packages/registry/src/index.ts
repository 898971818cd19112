export type * from './model-store.ts';
