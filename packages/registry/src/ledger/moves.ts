import { EvidenceError } from '@model-delivery/core';
import type { Digest } from './digest.ts';
import type { LedgerView } from './ledger-view.ts';
import type { ArchiveRequest, PromoteRequest, RefusedMove, RegisterRequest, RollbackRequest } from './requests.ts';

/** A move that the ledger as it stands allows, or why not. */
export type Decision =
  | { ok: true; alias: string | null; from: Digest | null; to: Digest; created: boolean }
  | RefusedMove;

function refused(kind: RefusedMove['kind'], actual: Digest | null, message: string): RefusedMove {
  return { ok: false, kind, actual, message };
}

export function decideRegister(view: LedgerView, request: RegisterRequest & { alias: string }): Decision {
  const to = request.version.version as Digest;
  const from = view.current(request.model, request.alias);
  if (view.isArchived(request.model, to)) {
    return refused(
      'refused',
      from,
      `${to} of ${request.model} is archived; archived versions are not registered again`,
    );
  }
  const created = !view.versions(request.model).includes(to);
  return { ok: true, alias: request.alias, from, to, created };
}

export function decidePromote(view: LedgerView, request: PromoteRequest, expect: Digest | null): Decision {
  const { model, alias, version: to } = request;
  requireRegistered(view, model, to);
  const from = view.current(model, alias);
  if (from !== expect) return moved(model, alias, expect, from);
  if (view.isArchived(model, to)) {
    return refused('refused', from, `${to} of ${model} is archived; archived versions are not promoted`);
  }
  return { ok: true, alias, from, to, created: false };
}

export function decideRollback(
  view: LedgerView,
  request: RollbackRequest,
  expect: Digest | null,
  begun: LedgerView,
): Decision {
  const { model, alias } = request;
  if (request.to !== undefined) requireRegistered(view, model, request.to);
  const state = view.alias(model, alias);
  const from = view.current(model, alias);
  if (from !== expect) return moved(model, alias, expect, from);
  // Back at the same version, but over another one: "the one before" would mean something else now.
  const touched = begun.alias(model, alias)?.last.seq !== state?.last.seq;
  if (touched && request.to === undefined) return moved(model, alias, expect, from);
  if (state === undefined) return refused('refused', null, `${model} has no alias ${alias} that could go back`);
  const below = state.stack.slice(0, -1).filter((version) => !view.isArchived(model, version));
  const to = request.to ?? below.at(-1);
  if (to === undefined) {
    return refused(
      'refused',
      from,
      `there is nothing under ${from} on the stack of ${alias}: it was never anything else`,
    );
  }
  if (to === from) return refused('refused', from, `${alias} of ${model} stands at ${to} already`);
  if (view.isArchived(model, to)) {
    return refused('refused', from, `${to} of ${model} is archived; archived versions are not promoted`);
  }
  if (!state.held.has(to)) {
    return refused('refused', from, `${alias} of ${model} never named ${to}: that is a promotion, not a rollback`);
  }
  return { ok: true, alias, from, to, created: false };
}

export function decideArchive(view: LedgerView, request: ArchiveRequest): Decision {
  const { model, version } = request;
  requireRegistered(view, model, version);
  if (view.isArchived(model, version)) return refused('refused', null, `${version} of ${model} is archived already`);
  // An alias that only registration moved is an inbox: archiving is how its version is rejected.
  const serving = [...view.model(model).aliases].filter(
    ([, { stack, last }]) => stack.at(-1) === version && last.action !== 'register',
  );
  if (serving.length > 0) {
    const names = serving.map(([alias]) => alias).sort();
    return refused(
      'refused',
      version,
      `${version} of ${model} is what ${names.join(', ')} names; promote another version first`,
    );
  }
  return { ok: true, alias: null, from: null, to: version, created: false };
}

function moved(model: string, alias: string, expect: Digest | null, actual: Digest | null): RefusedMove {
  const [wanted, found] = [expect ?? 'nothing', actual ?? 'nothing'];
  const now = actual === expect ? `${found} again` : `${found}, not ${wanted}`;
  return refused('moved', actual, `${alias} of ${model} names ${now}: somebody moved it meanwhile`);
}

function requireRegistered(view: LedgerView, model: string, version: Digest): void {
  if (view.versions(model).includes(version)) return;
  throw new EvidenceError({
    code: 'VERSION_UNKNOWN',
    message: `The ledger knows no version ${version} of ${model}.`,
    hint: 'Register it first; `model-delivery history` shows the versions.',
  });
}
