import { useCompileCache } from '@model-delivery/action-kit/compile-cache';

useCompileCache(process.env);
const { start } = await import('./start.ts');
await start();
