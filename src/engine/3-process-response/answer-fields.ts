import type { AnswerHead } from '../../contract/answer.ts';
import type { Program, WrittenFields } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { joiningVary } from '../../http/merge-fields.ts';
import { type AnswerFields, writeFields } from './write-fields.ts';

/**
 * The header fields of an answer: those of all pages, if it is one, overridden by its own. The fields that the manifest
 * declares were written at compile time (doing it here took 4 µs of each request); a handler's are checked and written now.
 */
export function answerFields(
  { headers: own, isKept = false }: Pick<AnswerHead, 'headers' | 'isKept'>,
  ofPages: WrittenFields | undefined,
  texts: Program['fieldTexts'],
): AnswerFields {
  if (isKept) return keptFields(own);
  if (own.length === 0) return { kind: 'fields', text: ofPages?.text ?? '', hasType: false };
  const written = writeFields(ofPages === undefined ? own : joiningVary(ofPages.lines, own), texts);
  if (written.kind === 'unsafe' || ofPages === undefined) return written;
  return { kind: 'fields', text: textBeside(own, ofPages) + written.text, hasType: written.hasType };
}

/** Those of files: never of a page. */
function keptFields(lines: readonly FieldLine[]): AnswerFields {
  const known = KEPT.get(lines);
  if (known !== undefined) return known;
  const written = writeFields(lines);
  KEPT.set(lines, written);
  return written;
}

const KEPT = new WeakMap<readonly FieldLine[], AnswerFields>();

function textBeside(own: readonly FieldLine[], { lines, text }: WrittenFields): string {
  const names = own.map(([name]) => name.toLowerCase());
  const kept = lines.filter(([name]) => !names.includes(name.toLowerCase()));
  return kept.length === lines.length ? text : kept.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
