import { Schema } from '../schemas/schema.ts';

/** The prefix of the names of built-in handlers. */
export const PRODUCT_PREFIX = 'velosiped:';

/** Leads a submitted form to its URL. */
export const SUBMIT_HANDLER = 'velosiped:submit';

/** The parameter in the path of such a route: the name of the route of the form. */
export const SUBMIT_PARAMETER = 'route';

/** Report whether the server runs, and whether it can take requests. */
export const PROBE_HANDLERS: ReadonlyMap<string, 'health' | 'ready'> = new Map([
  ['velosiped:health', 'health'],
  ['velosiped:ready', 'ready'],
]);

/** What they answer. */
export const PROBE_MODEL = new Schema({
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string' } },
});

/** The built-in guard. */
export const BASIC_AUTH_GUARD = 'velosiped:basicAuth';

/** All built-in handlers. */
export const PRODUCT_HANDLERS: readonly string[] = [SUBMIT_HANDLER, ...PROBE_HANDLERS.keys()];
