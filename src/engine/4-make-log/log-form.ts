import type { SentPart, Upload } from '../../contract/uploads.ts';
import { jsonText } from './json-text.ts';

/**
 * The members for a form with files in a full line: `form` lists its parts in their order, a text as `[name, text]`, and of a file only
 * `[name, { name, type, size }]`. `bodyBytes` is the length of the body. Texts and names together are at most `bytesMax` long; the
 * parts behind are left out.
 */
export function formMembers({ parts, bytes }: Pick<Upload, 'parts' | 'bytes'>, bytesMax: number): string {
  const shown: string[] = [];
  let room = bytesMax;
  for (const part of parts) {
    room -= part.name.length;
    if (room < 0) break;
    const text = part.kind === 'text' ? part.text.slice(0, room) : '';
    room -= part.kind === 'text' ? part.text.length : part.file.name.length + part.file.type.length;
    shown.push(`[${jsonText(part.name)},${part.kind === 'text' ? jsonText(text) : fileJson(part)}]`);
  }
  return `,"form":[${shown.join(',')}],"bodyBytes":${bytes}`;
}

function fileJson({ file: { name, type, size } }: SentPart & { kind: 'file' }): string {
  return `{"name":${jsonText(name)},"type":${jsonText(type)},"size":${size}}`;
}
