/**
 * The folder of this program's code: src/, or dist/ in the package. The package has all modules in a few files, so no module looks for
 * anything beside itself.
 */
export const CODE = new URL(/^.*\/(?:src|dist)\//.exec(import.meta.url)?.[0] ?? './', import.meta.url);

/** Whether this is JavaScript, as the package has it. Else whoever runs us reads TypeScript. */
export const IS_PACKAGE = CODE.pathname.endsWith('/dist/');

/** The folder of package.json. */
export const PACKAGE = new URL('../', CODE);
