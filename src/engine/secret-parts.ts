import type { RequestSecrets, SecretPath } from '../contract/log-settings.ts';
import { indexOrEnd } from '../http/index-or-end.ts';
import { percentDecode } from '../http/percent-coding.ts';
import { isSecretField, type SecretNames } from '../http/secret-names.ts';
import { hideSpans, type Span } from './hide-spans.ts';

/** A request target, or another URL, as it can be shown. `route` is the one that answers it, if that is known. */
export function hideInUrl(secrets: RequestSecrets | undefined, url: string, route?: string): string {
  return secrets === undefined ? url : hideSpans(url, secretsInUrl(secrets, url, route));
}

/** The same of the pairs of a form or a query. */
export function hideInPairs(names: SecretNames, text: string): string {
  return names.length === 0 ? text : hideSpans(text, secretPairs(names, text));
}

/** Where the values of secret parameters are in a URL. */
export function* secretsInUrl({ paths, query }: RequestSecrets, url: string, route?: string): Generator<Span> {
  const end = indexOrEnd(url, '?', 0);
  if (paths.length > 0) yield* secretSegments(paths, { url, end, route });
  if (query.length > 0) yield* secretPairs(query, url, end);
}

/**
 * Where the values of secret fields are. A value goes on to the next `&`, whatever is in it. A name that does not decode can be any
 * name. Links in links are found, too: what comes before a name need not be `&`.
 */
export function* secretPairs(names: SecretNames, text: string, start = 0): Generator<Span> {
  let from = start;
  for (let equals = text.indexOf('=', from); equals >= 0; equals = text.indexOf('=', from)) {
    let nameAt = equals;
    while (nameAt > from && !ENDS_NAME.has(text.charAt(nameAt - 1))) nameAt -= 1;
    const name = percentDecode(text.slice(nameAt, equals).replaceAll('+', ' '));
    from = equals + 1;
    if (name !== undefined && !isSecretField(names, name)) continue;
    const to = indexOrEnd(text, '&', from);
    if (to > from) yield { from, to };
    from = to;
  }
}

const ENDS_NAME: ReadonlySet<string> = new Set(['?', '&', ';', '#', ' ', '\t', '\r', '\n']);

/** What a target can have before its path: nothing, or a scheme and an authority. */
const BEFORE_PATH = /^(?:https?:\/\/[^/?#]*)?(?=\/)/i;

interface Segment extends Span {
  readonly text: string;
}

function segmentsOf(url: string, start: number, end: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let from = start, to = start; to < end; from = to + 1) {
    to = Math.min(indexOrEnd(url, '/', from), end);
    segments.push({ from, to, text: url.slice(from, to) });
  }
  return segments;
}

/** A slash at its end makes no difference. */
function fits({ segments: wanted }: SecretPath, sent: readonly Segment[]): boolean {
  const count = sent.at(-1)?.text === '' ? sent.length - 1 : sent.length;
  if (wanted.at(-1)?.kind === 'rest' ? count < wanted.length - 1 : count !== wanted.length) return false;
  return wanted.every((segment, index) => {
    const text = sent[index]?.text ?? '';
    return segment.kind !== 'literal' || (percentDecode(text) ?? text) === segment.text;
  });
}

/** Where no route is known, what is secret in any path that fits: nobody knows which of them was meant. */
function secretSegments(
  paths: readonly SecretPath[],
  { url, end, route }: { readonly url: string; readonly end: number; readonly route: string | undefined },
): readonly Span[] {
  const before = BEFORE_PATH.exec(url)?.[0].length;
  if (before === undefined) return [];
  const sent = segmentsOf(url, before + 1, end);
  const secret = new Set<number>();
  let restAt = sent.length;
  for (const path of paths) {
    if ((route !== undefined && path.route !== route) || !fits(path, sent)) continue;
    for (const [index, segment] of path.segments.entries()) {
      if (segment.kind === 'literal' || !segment.secret) continue;
      if (segment.kind === 'rest') restAt = Math.min(restAt, index);
      else secret.add(index);
    }
  }
  const spans = sent.slice(0, restAt).filter((_, index) => secret.has(index));
  const rest = { from: sent[restAt]?.from ?? end, to: end };
  return [...spans, rest].filter(({ from, to }) => from < to);
}
