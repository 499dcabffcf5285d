import type { Program, WrittenFields } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { type AnswerFields, writeFields } from './write-fields.ts';

/**
 * The header fields of an answer: those of all pages, if it is one, overridden by its own. The fields that the manifest
 * declares were written at compile time (doing it here took 4 µs of each request); a handler's are checked and written now.
 */
export function answerFields(
  own: readonly FieldLine[],
  ofPages: WrittenFields | undefined,
  texts: Program['fieldTexts'],
): AnswerFields {
  if (own.length === 0) return { kind: 'fields', text: ofPages?.text ?? '', hasType: false };
  const written = writeFields(own, texts);
  if (written.kind === 'unsafe' || ofPages === undefined) return written;
  return { kind: 'fields', text: textBeside(own, ofPages) + written.text, hasType: written.hasType };
}

function textBeside(own: readonly FieldLine[], { lines, text }: WrittenFields): string {
  const names = own.map(([name]) => name.toLowerCase());
  const kept = lines.filter(([name]) => !names.includes(name.toLowerCase()));
  return kept.length === lines.length ? text : kept.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
