/**
 * Names of what is secret in queries and bodies: each with a dot before it, in lower case. `user.password` is a property of a property;
 * a name counts at every depth.
 */
export type SecretNames = readonly string[];

export function secretName(name: string): string {
  return `.${name.toLowerCase()}`;
}

/** Whether what these keys lead to is secret, or is inside what is. Where an item is in its list does not count. */
export function isSecretPath(names: SecretNames, keys: readonly string[]): boolean {
  const pathMax = longestOf(names);
  let path = '';
  return keys.some((key) => {
    // No more of it than counts: a client chooses how many keys there are.
    if (!/^\d+$/.test(key)) path = `${path}${secretName(key)}`.slice(-pathMax);
    return endsSecretly(names, path);
  });
}

/**
 * The same of the name of a field in a form or a query: `user[password]` and `user.password` are two ways to write one, and
 * `password[0]` is an item of a list.
 */
export function isSecretField(names: SecretNames, name: string): boolean {
  if (endsSecretly(names, secretName(name))) return true;
  return BETWEEN_KEYS.test(name) && isSecretPath(names, name.split(BETWEEN_KEYS).filter(Boolean));
}

/** One character at a time: an expression for the last of many would try again at each of them. */
const BETWEEN_KEYS = /[.[\]]/;

/** The length of the longest: more of a path does not count. */
export function longestOf(names: SecretNames): number {
  return names.reduce((most, { length }) => Math.max(most, length), 0);
}

/** Whether a text can be the name of a field: where JSON, or a sentence, is sent as a form, a part of the secret can be a name. */
export function isFieldName(text: string): boolean {
  return FIELD_NAME.test(text);
}

const FIELD_NAME = /^[\w.[\]$*\P{ASCII}-]+$/u;

/** Whether a path of names, each with a dot before it, leads to a secret. */
export function endsSecretly(names: SecretNames, path: string): boolean {
  return names.some((name) => path.endsWith(name));
}
