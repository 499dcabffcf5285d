import type { Route } from '../../contract/program.ts';
import type { FileField } from '../../contract/uploads.ts';
import { inUnits } from '../../http/in-units.ts';
import { wordList } from '../../http/word-list.ts';

/** A field of a form in which files are uploaded. */
export interface FileReport extends Pick<FileField, 'name' | 'required' | 'many' | 'types'> {
  /** Of each file; null: as many as the body can have. */
  readonly bytesMax: number | null;
}

/** The files that a route takes. */
export function reportFiles({ body }: Route): readonly FileReport[] {
  return (body?.files ?? []).map(({ name, required, many, types, bytesMax }) => {
    return { name, required, many, types, bytesMax: Number.isFinite(bytesMax) ? bytesMax : null };
  });
}

/** In a few words. */
export function fileWords({ name, required, many, types, bytesMax }: FileReport): string {
  const what = types.length === 0 ? 'any type' : wordList(types, 'or');
  const size = bytesMax === null ? '' : `, ${many ? 'each ' : ''}at most ${inUnits(bytesMax)}`;
  return `${name}${many ? ', several' : ''}${required ? '' : ', if any'}: ${what}${size}`;
}
