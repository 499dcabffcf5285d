import { isRecord } from '../1-read/is-record.ts';
import { HOLDS_BY_NAME } from '../1-read/schema-keywords.ts';
import { referredName } from '../schemas/schema.ts';

/** Whether the keys of a map are names, or words of which some mean something. */
type Keys = 'names' | 'words';

/**
 * The same schema, or map of what holds schemas, in which each reference to a named schema is what `refer` makes of the name. What only
 * looks like one in a value, such as that of `const`, is left.
 */
export function withReferences(value: unknown, refer: (name: string) => string, keys: Keys = 'words'): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, refer));
  if (!isRecord(value)) return value;
  const inside = (key: string, inner: unknown): unknown => {
    if (keys === 'names') return withReferences(inner, refer);
    if (key === '$ref' && typeof inner === 'string') return refer(referredName(inner));
    return DATA.has(key) ? inner : withReferences(inner, refer, NAMED.has(key) ? 'names' : 'words');
  };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(key, inner)]));
}

/** The names that are referred to. */
export function namesReferred(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  withReferences(value, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

const NAMED: ReadonlySet<string> = new Set([...HOLDS_BY_NAME, 'routes', 'params', 'query', 'headers', 'cookies']);

const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'json']);
