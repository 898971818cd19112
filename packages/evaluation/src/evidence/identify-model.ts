import { resolve } from 'node:path';
import { type DeliveryError, type Evaluation, EvidenceError, modelIdentity } from '@model-delivery/core';
import { modelFiles } from '@model-delivery/model-files';
import type { EvaluationRequest } from '../request.ts';

/** The version id of the model's bytes, where a model was given; what makes it unidentifiable is a problem of the evidence. */
export async function identifyModel(
  request: EvaluationRequest,
  problems: DeliveryError[],
): Promise<Evaluation['model']> {
  const unknown = { name: request.config.model, version: null, files: null, bytes: null };
  const path = request.overrides?.model;
  if (path === undefined) return unknown;
  try {
    const files = await modelFiles(resolve(request.workingDirectory ?? request.baseDirectory, path), path);
    const { version } = modelIdentity(files);
    return {
      name: request.config.model,
      version,
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    problems.push(error);
    return unknown;
  }
}
