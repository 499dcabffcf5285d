import { type ClientIdentity, type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import type { ExchangeContext } from '../contract/exchange.ts';
import type { Program } from '../contract/program.ts';
import type { Accepted } from '../contract/request.ts';
import { andThen } from './and-then.ts';
import { CookieSession, NO_SESSION, type OwnSession } from './session.ts';
import type { Surroundings } from './surroundings.ts';
import { Visitor } from './visitor.ts';

/** The client of an exchange. Its options count as they are now: a change of the request counts for the client's later ones. */
export function meetVisitor(
  surroundings: Surroundings,
  accepted: Accepted,
  context: ExchangeContext,
): Visitor | Promise<Visitor> {
  const client = surroundings.identify(accepted, context);
  const session = sessionOf(accepted, context.program, surroundings);
  const known = optionsOf(client, surroundings.clients);
  const askedMs = known instanceof Promise ? surroundings.clock.monotonicMs() : undefined;
  return andThen(known, (options) => {
    const visitor = new Visitor(surroundings, client, { options, session });
    if (askedMs !== undefined) visitor.waitedSince(askedMs);
    return visitor;
  });
}

function sessionOf(accepted: Accepted, { session }: Program, { clock }: Surroundings): OwnSession {
  if (session === undefined || accepted.kind === 'refused') return NO_SESSION;
  return new CookieSession(session, accepted.request, clock.wallMs);
}

function optionsOf({ key }: ClientIdentity, clients: ClientStore): ClientOptions | Promise<ClientOptions> {
  return key === undefined ? NOTHING_CHOSEN : clients.get(key);
}
