import * as core from '@actions/core';
import { type Annotation, type Log, redact } from '@model-delivery/core';
import { safeLogText } from './safe-log.ts';

/** The log of a step: annotations through the toolkit (which escapes them), everything else as plain, harmless lines. */
export function actionLog(): Log {
  const clean = (text: string) => safeLogText(redact(text));
  return {
    info: (text) => core.info(clean(text)),
    debug: (text) => core.debug(redact(text)),
    notice: (text, at) => core.notice(redact(text), properties(at)),
    warning: (text, at) => core.warning(redact(text), properties(at)),
    error: (text, at) => core.error(redact(text), properties(at)),
  };
}

function properties(at: Annotation | undefined): core.AnnotationProperties {
  return at === undefined ? {} : { file: at.file, startLine: at.line, ...(at.title ? { title: at.title } : {}) };
}
