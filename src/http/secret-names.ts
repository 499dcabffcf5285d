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
  let path = '';
  return keys.some((key) => {
    if (!/^\d+$/.test(key)) path += secretName(key);
    return endsSecretly(names, path);
  });
}

/** The same of the name of a field in a form or a query: `user[password]` and `user.password` are two ways to write one. */
export function isSecretField(names: SecretNames, name: string): boolean {
  return endsSecretly(names, secretName(name.replace(/\]?\[|\]/g, '.').replace(/\.+$/, '')));
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
