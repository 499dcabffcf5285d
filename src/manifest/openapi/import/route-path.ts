import { freeName } from '../../collections/free-name.ts';
import type { OperationDraft } from './operation-draft.ts';

/** A path of OpenAPI as one of a manifest, in which a parameter fills a whole segment. */
export interface RoutePathDraft {
  readonly path: string;
  /** By the names in the manifest: the parameters that are in it, and which pattern a segment must have that is not only one. */
  readonly parameters: ReadonlyMap<string, PathParameterDraft>;
}

export interface PathParameterDraft {
  /** Names in the document, in their order in the segment. */
  readonly names: readonly string[];
  /** The texts around them; undefined: the segment is one parameter. */
  readonly around: readonly string[] | undefined;
}

export function routePathOf(template: string, rest: ReadonlySet<string>): RoutePathDraft {
  const parameters = new Map<string, PathParameterDraft>();
  const segments = segmentsOf(template);
  const written = segments.map((segment, index) => {
    const names = [...segment.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
    if (names.length === 0) return literal(segment);
    const around = segment.split(/\{[^{}]*\}/);
    const isWhole = around.every((text) => text === '');
    const name = freeParameter(names.length === 1 && isWhole ? (names[0] ?? '') : names.join('_'), parameters);
    parameters.set(name, { names, around: isWhole && names.length === 1 ? undefined : around });
    const isRest = index === segments.length - 1 && isWhole && names.some((each) => rest.has(each));
    return isRest ? `{${name}...}` : `{${name}}`;
  });
  return { path: `/${written.join('/')}`, parameters };
}

/** The parameters that are the rest of their path. */
export function restOf({ parameters }: OperationDraft): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ name, shape }) => (shape['x-rest'] === true ? [name] : [])));
}

/** The same for two operations whose paths match the same requests. */
export function pathShapeOf(operation: OperationDraft): string {
  const segments = segmentsOf(operation.path).map((segment) => (/\{[^{}]*\}/.test(segment) ? '{}' : literal(segment)));
  return `${segments.join('/')}${restOf(operation).size > 0 ? '...' : ''}`;
}

function segmentsOf(template: string): readonly string[] {
  return template
    .replace(/[?#].*$/, '')
    .slice(1)
    .split('/');
}

/** Percent-encoded where it must be, and not twice. */
function literal(segment: string): string {
  return segment.replace(TO_ENCODE, (character) => encodeURIComponent(character));
}

const TO_ENCODE = /%(?![0-9A-Fa-f]{2})|[{}\p{Cc}]|(?! )[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu;

function freeParameter(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  return freeName(wanted.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?![A-Za-z_])/, '_'), taken);
}

/** What a segment must match that has texts around its parameters. `choices`: of each of these; without any it is any text. */
export function patternAround(around: readonly string[], choices: readonly (readonly string[])[]): string {
  const parts = around.map((text, index) => {
    const own = choices[index] ?? [];
    const value = own.length === 0 ? '.+' : `(?:${own.map(escaped).join('|')})`;
    return `${escaped(text)}${index < choices.length ? value : ''}`;
  });
  return `^${parts.join('')}$`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
