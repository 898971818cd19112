import manifest from '../../../package.json' with { type: 'json' };

/** Name and version of the suite, as documents carry them. */
export const TOOL = { name: 'model-delivery', version: manifest.version };
