export * from './github-api/index.ts';
export * from './traffic/inference-server.ts';
export * from './workflow-runner/index.ts';
