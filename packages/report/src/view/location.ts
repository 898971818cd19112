import type { Location } from '@model-delivery/core';
import { code, type Inline, link, text } from '../content.ts';
import { fileHref } from '../links.ts';
import type { StageContext } from './stage-view.ts';

/** `model-delivery.yaml:12`, linked to that line of the commit where both are known. */
export function locationText(location: Location | undefined, context: StageContext): Inline[] {
  if (location === undefined) return [];
  const href = context.trusted
    ? fileHref(context.repositoryUrl, context.headSha, location.file, location.line)
    : undefined;
  return link(href, code(`${location.file}:${location.line}`));
}

/** The same for a narrow table cell: `line 12`, where a link says which file; otherwise in full. */
export function locationCell(location: Location | undefined, context: StageContext): Inline[] {
  const [full] = locationText(location, context);
  if (location === undefined || full === undefined) return [];
  return full.kind === 'link' ? link(full.href, text(`line\u00A0${location.line}`)) : [full];
}
