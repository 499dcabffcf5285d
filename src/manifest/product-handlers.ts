/** What the names of handlers begin with that come with the product. */
export const PRODUCT_PREFIX = 'velosiped:';

/** Leads a submitted form to the URL that it means. */
export const SUBMIT_HANDLER = 'velosiped:submit';

/** The parameter in the path of such a route: the name of the route whose form it is. */
export const SUBMIT_PARAMETER = 'route';

/** All of them. */
export const PRODUCT_HANDLERS: readonly string[] = [SUBMIT_HANDLER];
