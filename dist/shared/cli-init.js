// packages/cli/src/commands/init.ts
const init = void 0;

export { init };