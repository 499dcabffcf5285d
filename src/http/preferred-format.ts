import { TOKEN } from './grammar.ts';
import { essenceOf, HTML, isJson } from './media-types.ts';
import { trimOws } from './white-space.ts';

/**
 * Whether an Accept field (RFC 9110 §12.5.1) prefers a page, or JSON of any kind; `neither`: it is absent, has no preference between
 * the two, or takes neither. Of two types with the same weight the one that it names is preferred to one that only the range of all
 * types includes: axios sends `application/json, text/plain` and that range.
 */
export function preferredFormat(accept: string | undefined): 'html' | 'json' | 'neither' {
  const ranges = accept === undefined ? [] : accept.split(',').flatMap(readRange);
  const html = worthOf(ranges, (type) => (type === HTML_ESSENCE ? 2 : Number(type === 'text/*')));
  const json = worthOf(ranges, (type) => (isJson(type) ? 2 : Number(type === 'application/*')));
  if (html.weight !== json.weight) return html.weight > json.weight ? 'html' : 'json';
  if (html.weight === 0 || html.named === json.named) return 'neither';
  return html.named ? 'html' : 'json';
}

const HTML_ESSENCE = essenceOf(HTML);

interface Range {
  readonly type: string;
  readonly weight: number;
}

interface Worth {
  readonly weight: number;
  readonly named: boolean;
}

/** By the most specific range that includes the type; of several such ranges, the largest weight. `specificity`: 0 if one does not. */
function worthOf(ranges: readonly Range[], specificity: (type: string) => number): Worth {
  let best = 0;
  let weight = 0;
  for (const range of ranges) {
    const specific = specificity(range.type);
    if (specific === 0 || specific < best) continue;
    weight = specific > best ? range.weight : Math.max(weight, range.weight);
    best = specific;
  }
  if (best > 0) return { weight, named: true };
  const others = ranges.filter(({ type }) => type === '*/*').map((range) => range.weight);
  return { weight: Math.max(0, ...others), named: false };
}

/** A range whose weight is not one is passed over. Other parameters do not count: no page and no problem has any that could differ. */
function readRange(member: string): readonly Range[] {
  const [range = '', ...parameters] = member.split(';').map(trimOws);
  const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice('q='.length) ?? '1';
  const [type = '', subtype = '', more] = range.split('/');
  if (!TOKEN.test(type) || !TOKEN.test(subtype) || more !== undefined || !WEIGHT.test(weight)) return [];
  return [{ type: range.toLowerCase(), weight: Number(weight) }];
}

/** RFC 9110 §12.4.2 */
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
