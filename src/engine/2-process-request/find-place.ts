import type { GroupGates } from '../../contract/gates.ts';
import type { Program, Route } from '../../contract/program.ts';
import type { RequestHead } from '../../contract/request.ts';
import { placeOf } from '../share-answer.ts';
import { findGroups } from './gates/find-gates.ts';
import { matchRoute } from './match/match-route.ts';

/** Where an answer belongs that no route gives: it is told as other errors of its path are. */
export interface Place {
  /** The route that has the path. */
  readonly place: Route | undefined;
  readonly groups: GroupGates | undefined;
}

export function findPlace(program: Program, head: Pick<RequestHead, 'method' | 'path' | 'headers'>): Place {
  const match = matchRoute(program, head.method, head.path);
  if (match.kind === 'malformed') return NOWHERE;
  const groups = findGroups(program, match.segments);
  if (match.kind === 'not-found') return { place: undefined, groups };
  return { place: match.kind === 'matched' ? match.route : placeOf(match.end, head), groups };
}

/** A fault on the wire is told as the server says. */
export const NOWHERE: Place = { place: undefined, groups: undefined };
