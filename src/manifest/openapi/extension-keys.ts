/** One that an import has named itself is written as it was: without a name. */
export const UNNAMED = 'example';
/** At the end of a path with a rest, where another path has one parameter. */
export const REST_FRAGMENT = '#rest';
/** On a route: its fixed answer was made from the schema, or its redirect from nothing. On an example: what of it was, such as `path id`. */
export const MADE = 'x-made';
/** The names of guards: of an operation, and of a route that has been imported without them. */
export const GUARDS = 'x-guards';
/** On a route: its answer has some content, of which the document says nothing. */
export const ANYTHING = 'x-anything';
