export * from './github-api/index.ts';
