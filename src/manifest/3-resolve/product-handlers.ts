import { Schema } from '../schemas/schema.ts';

/** What the names of handlers begin with that come with the product. */
export const PRODUCT_PREFIX = 'velosiped:';

/** Leads a submitted form to the URL that it means. */
export const SUBMIT_HANDLER = 'velosiped:submit';

/** The parameter in the path of such a route: the name of the route whose form it is. */
export const SUBMIT_PARAMETER = 'route';

/** Tell how the server is: whether it runs, and whether it can take requests. */
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

/** All that come with the product. */
export const PRODUCT_HANDLERS: readonly string[] = [SUBMIT_HANDLER, ...PROBE_HANDLERS.keys()];
