import { answer } from '../../contract/answer.ts';
import type { Handler } from '../../contract/handler.ts';
import type { BoundRoute, PathEnd, Program, Route, RouteNode } from '../../contract/program.ts';

/** What a handler made for its view, or to be sent as JSON. */
export interface RecordedModel {
  /** Whether a handler has answered with a model. */
  readonly isThere: boolean;
  readonly model: unknown;
}

/** A program that remembers the models of its handlers. */
export interface ModelRecorder {
  /** Answers as the original does. */
  readonly program: Program;
  /** Where the model of the next request will be. A late handler still writes where its own request began. */
  next(): RecordedModel;
}

interface Slot {
  isThere: boolean;
  model: unknown;
}

/** A copy of the program that records the models of its handlers; the original stays as it is. */
export function recordModels(program: Program): ModelRecorder {
  let current: Slot = { isThere: false, model: undefined };
  const copies = new Map(program.routes.map((route) => [route, listenTo(route, () => current)]));
  const copyOf = (route: Route): Route => copies.get(route) ?? route;
  return {
    program: {
      ...program,
      routes: program.routes.map(copyOf),
      routeTree: copyNode(program.routeTree, copyOf),
    },
    next() {
      current = { isThere: false, model: undefined };
      return current;
    },
  };
}

function listenTo(route: Route, slotNow: () => Slot): Route {
  const { respond } = route;
  if (respond.kind !== 'handler') return route;
  const handler: Handler = (input) => {
    const slot = slotNow();
    const result = respond.handler(input);
    if (!isThenable(result)) return recorded(slot, result);
    return Promise.resolve(result).then((late) => recorded(slot, late));
  };
  return { ...route, respond: { ...respond, handler } };
}

/** A promise, of whatever library: what the engine waits for. */
function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
}

function recorded<Result>(slot: Slot, result: Result): Result {
  const isContent = answer.isBody(result) || answer.isResponse(result);
  slot.model = isContent ? undefined : answer.is(result) ? result.parts.model : result;
  slot.isThere = slot.model !== undefined;
  return result;
}

function copyNode(node: RouteNode, copyOf: (route: Route) => Route): RouteNode {
  return {
    ...node,
    literals: new Map([...node.literals].map(([text, child]) => [text, copyNode(child, copyOf)])),
    parameter: node.parameter && copyNode(node.parameter, copyOf),
    rest: node.rest && copyEnd(node.rest, copyOf),
    end: node.end && copyEnd(node.end, copyOf),
  };
}

function copyEnd(end: PathEnd, copyOf: (route: Route) => Route): PathEnd {
  const bind = (bound: BoundRoute): BoundRoute => ({ ...bound, route: copyOf(bound.route) });
  const byMethod = new Map([...end.byMethod].map(([method, bound]) => [method, bind(bound)]));
  return { ...end, byMethod, get: byMethod.get('GET') };
}
