import * as z from 'zod';
import * as core from '../../packages/core/src/index.ts';

/** JSON Schema of the configuration and of every document, by path. */
export function schemaFiles(): Map<string, string> {
  const documents: Record<string, z.ZodType> = {
    'data-report': core.dataReportSchema,
    'data-profile': core.dataProfileSchema,
    evaluation: core.evaluationSchema,
    'model-version': core.modelVersionSchema,
    lineage: core.lineageSchema,
    'alias-event': core.aliasEventSchema,
    rollout: core.rolloutDocumentSchema,
    retraining: core.retrainingDocumentSchema,
    error: core.errorDocumentSchema,
  };
  const files = new Map<string, string>();
  files.set('schema/config.json', text({ title: 'model-delivery.yaml', ...core.configJsonSchema() }));
  for (const [name, schema] of Object.entries(documents)) {
    files.set(`schema/${name}.json`, text({ title: `${name}/1`, ...z.toJSONSchema(schema, { io: 'output' }) }));
  }
  return files;
}

function text(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
