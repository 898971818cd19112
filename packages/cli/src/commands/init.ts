export const init = undefined as never;
