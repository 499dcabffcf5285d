import type { LogSettings, RequestSecrets } from '../../contract/log-settings.ts';
import type { SentPart, Upload } from '../../contract/uploads.ts';
import { hideSpans, REDACTED } from '../hide-spans.ts';
import { jsonText } from './json-text.ts';
import { firstBytes } from './log-body.ts';
import { searchPart } from './secret-body.ts';

/**
 * The members for a form with files in a full line: `form` lists its parts in their order, a text as `[name, text]`, and of a file only
 * `[name, { name, type, size }]`. `bodyBytes` is the length of the body. Texts and names together are at most `bodyBytesMax`
 * long in UTF-8; the parts behind are left out.
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
    room -= Buffer.byteLength(part.name);
    if (room < 0) break;
    const text = part.kind === 'text' ? textOf(part, secrets, route) : '';
    shown.push(`[${jsonText(part.name)},${part.kind === 'text' ? jsonText(firstBytes(text, room)) : fileJson(part)}]`);
    room -= Buffer.byteLength(part.kind === 'text' ? text : part.file.name + part.file.type);
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
