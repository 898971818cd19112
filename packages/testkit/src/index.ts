export * from './github-api/index.ts';
export * from './workflow-runner/index.ts';
