/** What `server.methods` is where the manifest does not say. */
export const DEFAULT_METHODS: readonly string[] = ['GET', 'POST'];

/** What a route's `methods` are where it does not say. */
export const DEFAULT_ROUTE_METHODS: readonly string[] = ['GET'];
