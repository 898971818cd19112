import { registerHooks } from 'node:module';

/**
 * The official parser and evaluator (`@actions/workflow-parser`, `@actions/expressions`).
 *
 * The parser imports its schemas as JSON without import attributes, which plain Node refuses. The hook below adds the
 * attribute for JSON files of `@actions/*` only, so it must be registered before the first import of the parser:
 * that is why these packages are imported dynamically here and nowhere else.
 */
registerHooks({
  load(url, context, nextLoad) {
    const isActionsJson =
      url.startsWith('file:') && url.includes('/@actions/') && new URL(url).pathname.endsWith('.json');
    if (!isActionsJson) return nextLoad(url, context);
    return nextLoad(url, { ...context, importAttributes: { ...context.importAttributes, type: 'json' } });
  },
});

export const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await import(
  '@actions/workflow-parser'
);
export const { parseAction } = await import('@actions/workflow-parser/actions/index');
export const { ensureStatusFunction } = await import('@actions/workflow-parser/model/converter/if-condition');
export const { Lexer, Parser, Evaluator, data, wellKnownFunctions } = await import('@actions/expressions');
