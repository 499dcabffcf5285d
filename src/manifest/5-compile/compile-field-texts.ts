import type { GroupNode } from '../../contract/gates.ts';
import type { Program, Route } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { CONNECTION_FIELDS } from '../../http/connection-fields.ts';
import { FIELD_VALUE, TOKEN } from '../../http/grammar.ts';
import { linesText } from './compile-page-headers.ts';

/**
 * The header fields that routes and groups declare, written. One that could not be sent, or that needs a look at its name, is left
 * to the request.
 */
export function compileFieldTexts(routes: readonly Route[], groups: GroupNode | undefined): Program['fieldTexts'] {
  const lines = [...routes.flatMap(linesOfRoute), ...(groups === undefined ? [] : linesOfGroups(groups))];
  return new Map(lines.filter(isPlain).map((line) => [line, linesText([line])]));
}

function linesOfRoute({ respond, response }: Route): readonly FieldLine[] {
  const own =
    respond.kind === 'fixed' ? (respond.tagLine ?? []) : respond.kind === 'redirect' ? [respond.location] : [];
  return [...response.headers, ...own];
}

function linesOfGroups({ gates, literals }: GroupNode): readonly FieldLine[] {
  return [...(gates?.headers ?? []), ...[...literals.values()].flatMap(linesOfGroups)];
}

function isPlain([name, value]: FieldLine): boolean {
  const key = name.toLowerCase();
  return TOKEN.test(name) && FIELD_VALUE.test(value) && key !== 'content-type' && !CONNECTION_FIELDS.has(key);
}
