import type { LogSettings, RequestSecrets } from '../../contract/log-settings.ts';
import type { SentPart, Upload } from '../../contract/uploads.ts';
import { hideSpans, REDACTED } from '../hide-spans.ts';
import { jsonText } from './json-text.ts';
import { searchPart } from './secret-body.ts';

/**
 * The members for a form with files in a full line: `form` lists its parts in their order, a text as `[name, text]`, and of a file only
 * `[name, { name, type, size }]`. `bodyBytes` is the length of the body. Texts and names together are at most `bytesMax` long; the
 * parts behind are left out.
 */
export function formMembers(
  { parts, bytes }: Pick<Upload, 'parts' | 'bytes'>,
  { access, secrets }: LogSettings,
  route: string | undefined,
): string {
  if (access.bodyBytesMax === undefined) return `,"bodyBytes":${bytes}`;
  const shown: string[] = [];
  let room = access.bodyBytesMax;
  for (const part of parts) {
    room -= part.name.length;
    if (room < 0) break;
    const text = part.kind === 'text' ? textOf(part, secrets, route).slice(0, room) : '';
    room -= part.kind === 'text' ? part.text.length : part.file.name.length + part.file.type.length;
    shown.push(`[${jsonText(part.name)},${part.kind === 'text' ? jsonText(text) : fileJson(part)}]`);
  }
  return `,"form":[${shown.join(',')}],"bodyBytes":${bytes}`;
}

function textOf(
  part: SentPart & { kind: 'text' },
  secrets: RequestSecrets | undefined,
  route: string | undefined,
): string {
  const found = secrets === undefined ? undefined : searchPart(secrets, part, route);
  if (found?.kind === 'hidden') return REDACTED;
  return found?.kind === 'partly' ? hideSpans(found.text, found.spans, found.mark) : part.text;
}

function fileJson({ file: { name, type, size } }: SentPart & { kind: 'file' }): string {
  return `{"name":${jsonText(name)},"type":${jsonText(type)},"size":${size}}`;
}
