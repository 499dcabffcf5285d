import { parseQuery } from '../../http/parse-form.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { matchPath } from '../3-resolve/fill-path.ts';
import type { SiteExample, SiteRoute } from '../3-resolve/site.ts';
import { isPlain } from '../3-resolve/site-form.ts';

/** The values in the path, the query and the `body` of a route's first successful example, by name. What its `form` sends is a visitor's. */
export function exampleValues({ examples, paths }: Pick<SiteRoute, 'examples' | 'paths'>): ReadonlyMap<string, string> {
  const first = examples.find(({ shape: { response } }) => response?.status === undefined || response.status < 400);
  return first === undefined ? new Map() : valuesOf(first, paths);
}

/** The path has the first word, the body the last. Malformed parts are ignored here: only `check` reports them. */
function valuesOf({ shape: { request = '', body } }: SiteExample, paths: SiteRoute['paths']): Map<string, string> {
  const [target = ''] = request.split(' ').slice(1);
  const [, asked = '', query = ''] = /^(?:http:\/\/[^/?#]*)?([^?]*)\??(.*)$/i.exec(target) ?? [];
  const values = new Map([...bodyValues(body), ...parseQuery(query)]);
  const texts = asked
    .slice(1)
    .split('/')
    .map((text) => percentDecode(text) ?? text);
  for (const { segments } of paths) {
    const matched = matchPath(segments, texts);
    if (matched !== undefined) return new Map([...values, ...matched]);
  }
  return values;
}

function bodyValues(body: unknown): ReadonlyMap<string, string> {
  if (typeof body === 'string') return parseQuery(body);
  if (typeof body !== 'object' || body === null) return new Map();
  return new Map(Object.entries(body).flatMap(([name, value]) => (isPlain(value) ? [[name, String(value)]] : [])));
}
