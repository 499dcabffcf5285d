import type { FileField, UploadedFile } from '../../../contract/uploads.ts';
import { inUnits } from '../../../http/in-units.ts';
import { pointerTo } from '../../../http/json-pointer.ts';
import { wordList } from '../../../http/word-list.ts';
import { shortened } from '../../shortened.ts';
import { asSentence, type InputProblem } from './input-problem.ts';

/** The files of a form by their fields, and its texts. */
export interface SentFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
}

/** Adds what is wrong with the files of a form to `problems`. */
export function readFiles(fields: readonly FileField[], sent: SentFiles, problems: InputProblem[]): void {
  for (const field of fields) {
    const broken = brokenRule(field, sent);
    if (broken === undefined) continue;
    const { name, title, errorMessage } = field;
    const { rule, found } = broken;
    const called = title === name ? `"${name}"` : `${title} ("${name}")`;
    const said = errorMessage !== undefined && found !== NOTHING ? asSentence(errorMessage) : undefined;
    problems.push({
      in: 'body',
      pointer: pointerTo([name]),
      message: said ?? `${called} ${rule}.`,
      cause: `${name} ${rule}, but ${found} was found`,
      beside: [name, said ?? `It ${rule}.`],
    });
  }
}

/** What a handler gets of each field. */
export function filesOf(
  fields: readonly FileField[],
  files: SentFiles['files'],
): readonly (readonly [name: string, UploadedFile | readonly UploadedFile[]])[] {
  return fields.flatMap(({ name, many }) => {
    const given = files.get(name) ?? [];
    const [first] = given;
    return first === undefined ? [] : [[name, many ? given : first] as const];
  });
}

const NOTHING = 'nothing';

function brokenRule(
  field: FileField,
  { texts, files }: SentFiles,
): { readonly rule: string; readonly found: string } | undefined {
  const given = files.get(field.name) ?? [];
  const text = texts.get(field.name) ?? '';
  // A form without `enctype` sends the name of the file.
  if (given.length === 0 && text !== '') {
    return { rule: 'must be a file, sent as multipart/form-data', found: `the text "${shortened(text)}"` };
  }
  if (given.length === 0) return field.required ? { rule: 'is required', found: NOTHING } : undefined;
  for (const file of given) {
    const rule = brokenBy(field, file);
    if (rule !== undefined)
      return { rule, found: `"${shortened(file.name)}" (${shortened(file.type)}, ${file.size} bytes)` };
  }
  return undefined;
}

function brokenBy({ bytesMin, bytesMax, types }: FileField, { size, type }: UploadedFile): string | undefined {
  if (size > bytesMax) return `must not be larger than ${inUnits(bytesMax)}`;
  if (size < bytesMin) return bytesMin === 1 ? 'must not be empty' : `must not be smaller than ${inUnits(bytesMin)}`;
  return types.length === 0 || types.some((each) => isOfType(type, each))
    ? undefined
    : `must be of the type ${wordList(types, 'or')}`;
}

function isOfType(type: string, wanted: string): boolean {
  return wanted === '*/*' || type === wanted || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)));
}
