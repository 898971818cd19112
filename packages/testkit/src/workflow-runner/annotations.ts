export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  level: AnnotationLevel;
  message: string;
  title?: string;
  file?: string;
  line?: number;
  endLine?: number;
  col?: number;
  endColumn?: number;
}

/** GitHub keeps 10 annotations of each level per step and 50 per job (toolkit docs/problem-matchers.md). */
const PER_STEP_AND_LEVEL = 10;
const PER_JOB = 50;

/** The annotations of one job, capped as GitHub caps them; what is over the cap is counted, not kept. */
export class JobAnnotations {
  readonly kept: Annotation[] = [];
  dropped = 0;
  #inStep: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 };

  startStep(): void {
    this.#inStep = { error: 0, warning: 0, notice: 0 };
  }

  add(annotation: Annotation): void {
    this.#inStep[annotation.level] += 1;
    if (this.#inStep[annotation.level] > PER_STEP_AND_LEVEL || this.kept.length >= PER_JOB) this.dropped += 1;
    else this.kept.push(annotation);
  }
}

/** Builds an annotation from the properties of a workflow command (`file`, `line`, `endLine`, `col`, `endColumn`, `title`). */
export function annotationFrom(
  level: AnnotationLevel,
  message: string,
  properties: Record<string, string>,
): Annotation {
  const annotation: Annotation = { level, message };
  if (properties.title) annotation.title = properties.title;
  if (properties.file) annotation.file = properties.file;
  for (const key of ['line', 'endLine', 'col', 'endColumn'] as const) {
    const value = properties[key.toLowerCase()];
    if (value && /^\d+$/.test(value)) annotation[key] = Number(value);
  }
  return annotation;
}
