import type { Route } from '../../contract/program.ts';
import { inUnits } from '../../http/in-units.ts';
import { wordList } from '../../http/word-list.ts';

/** A field of a form in which files are uploaded. */
export interface FileReport {
  readonly name: string;
  readonly required: boolean;
  /** Whether it takes several files. */
  readonly many: boolean;
  /** Media types; empty: any. */
  readonly types: readonly string[];
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
