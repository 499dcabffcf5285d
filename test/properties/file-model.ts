/**
 * What RFC 9110 says a GET or HEAD of a file gets, written from its text and not from our code, with the choices that
 * docs/reference/HTTP.md names where the RFC leaves some.
 */

export type CodingName = 'identity' | 'br' | 'gzip';

/** One of the forms of a file. */
export interface Form {
  readonly tag: string;
  /** Undefined: it is in the future, and so it is not told. */
  readonly modifiedMs: number | undefined;
  /** As they are stored; undefined: made on the way, and to be unpacked before it is compared. */
  readonly bytes: Buffer | undefined;
}

export interface ServedFile {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly forms: ReadonlyMap<CodingName, Form>;
  /** Whether its coded forms are made on the way. */
  readonly isMade: boolean;
}

export interface FileRequest {
  readonly file: ServedFile;
  readonly method: 'GET' | 'HEAD';
  /** By name in lower case. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

export interface ByteSpan {
  readonly first: number;
  readonly last: number;
}

export type Expected =
  | { readonly status: 200; readonly coding: CodingName; readonly form: Form }
  | { readonly status: 206; readonly coding: CodingName; readonly form: Form; readonly spans: readonly ByteSpan[] }
  | { readonly status: 304; readonly form: Form }
  | { readonly status: 412 }
  | { readonly status: 416; readonly form: Form };

export function expectedAnswer({ file, method, fields }: FileRequest, nowMs: number): Expected {
  const isRanged = method === 'GET' && fields['range'] !== undefined;
  // A choice: of what is made on the way there are no ranges, so who asks for some gets the file as it is.
  const coding = file.isMade && isRanged ? 'identity' : negotiated(fields['accept-encoding'], [...file.forms.keys()]);
  const form = file.forms.get(coding);
  if (form === undefined) throw new Error(`There is no ${coding} of ${file.path}`);
  const verdict = precondition(fields, form, nowMs);
  if (verdict === 304) return { status: 304, form };
  if (verdict === 412) return { status: 412 };
  const ranges =
    isRanged && rangeApplies(fields['if-range'], form, nowMs) ? rangesOf(fields['range'] ?? '', form) : 200;
  if (ranges === 200) return { status: 200, coding, form };
  if (ranges === 416) return { status: 416, form };
  // A choice: Content-Encoding would be about the multipart (§8.4), which is not coded.
  if (ranges.length > 1 && coding !== 'identity') return { status: 200, coding, form };
  return { status: 206, coding, form, spans: ranges };
}

/** §12.5.3. Choices: a coding is preferred to none of the same weight, and br to gzip; a member that is malformed is skipped. */
function negotiated(field: string | undefined, available: readonly CodingName[]): CodingName {
  if (field === undefined) return 'identity';
  const members = field.split(',').flatMap((member) => {
    const [, name, q] =
      /^[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \t]*;[ \t]*[qQ]=([^ \t;]+))?[ \t]*$/.exec(member) ?? [];
    if (name === undefined || (q !== undefined && !/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q))) return [];
    return [
      { name: name.toLowerCase() === 'x-gzip' ? 'gzip' : name.toLowerCase(), q: q === undefined ? 1 : Number(q) },
    ];
  });
  const named = (wanted: string): number | undefined => members.find(({ name }) => name === wanted)?.q;
  let best: { readonly coding: CodingName; readonly q: number } = {
    coding: 'identity',
    // Without being named it is acceptable, but nobody has asked for it.
    q: named('identity') ?? named('*') ?? 0,
  };
  for (const coding of ['gzip', 'br'] as const) {
    const q = named(coding) ?? named('*') ?? 0;
    if (available.includes(coding) && q > 0 && q >= best.q) best = { coding, q };
  }
  return best.coding;
}

/** §13.2.2, steps 1 to 4. */
function precondition(fields: FileRequest['fields'], form: Form, nowMs: number): 304 | 412 | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = fields;
  const since = httpDate(fields['if-modified-since'], nowMs);
  const unmodified = httpDate(fields['if-unmodified-since'], nowMs);
  const modified = form.modifiedMs === undefined ? undefined : Math.floor(form.modifiedMs / 1000) * 1000;
  if (match !== undefined) {
    if (!lists(match, (tag) => tag === form.tag)) return 412;
  } else if (unmodified !== undefined && modified !== undefined && !(modified <= unmodified)) return 412;
  if (noneMatch !== undefined) return lists(noneMatch, (tag) => tag.replace(/^W\//, '') === form.tag) ? 304 : undefined;
  return since !== undefined && modified !== undefined && modified <= since ? 304 : undefined;
}

/** `*`, or a list of entity tags with one that fits. A choice: a member that is not an entity tag fits nothing. */
function lists(field: string, fits: (tag: string) => boolean): boolean {
  if (field === '*') return true;
  const members = field.match(/(?:[^",]|"[^"]*"?)+/g) ?? [];
  return members.map((member) => member.replace(/^[ \t]+|[ \t]+$/g, '')).some((tag) => isTag(tag) && fits(tag));
}

function isTag(text: string): boolean {
  return /^(?:W\/)?"[!#-~\x80-\xff]*"$/.test(text);
}

/** §13.1.5. A choice: a date is strong if it is two seconds old. */
function rangeApplies(field: string | undefined, form: Form, nowMs: number): boolean {
  if (field === undefined) return true;
  if (isTag(field)) return field === form.tag;
  const date = httpDate(field, nowMs);
  if (date === undefined || form.modifiedMs === undefined) return false;
  return date === Math.floor(form.modifiedMs / 1000) * 1000 && nowMs - date >= 2000;
}

/**
 * §14.1.2, §14.2, §15.5.17. Choices: what is malformed is ignored, and so are several ranges that overlap, are more than 32, or
 * would be more bytes than the whole, at 100 for each part's head; and the last bytes of an empty file, for which there is no way to write a part.
 */
function rangesOf(field: string, form: Form): 200 | 416 | readonly ByteSpan[] {
  const size = BigInt(form.bytes?.length ?? 0);
  const [, set] = /^bytes=(.*)$/i.exec(field) ?? [];
  if (set === undefined) return 200;
  const members = set
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
  if (members.length === 0) return 200;
  const spans: ByteSpan[] = [];
  for (const member of members) {
    const int = /^(\d+)-(\d*)$/.exec(member);
    const suffix = /^-(\d+)$/.exec(member);
    if (int === null && suffix === null) return 200;
    let first: bigint;
    let last = size - 1n;
    if (suffix === null) {
      first = BigInt(int?.[1] ?? '');
      if (int?.[2] !== '') {
        const end = BigInt(int?.[2] ?? '');
        if (end < first) return 200;
        if (end < last) last = end;
      }
      if (first >= size) continue;
    } else {
      const length = BigInt(suffix[1] ?? '');
      if (length === 0n) continue;
      if (size === 0n) return 200;
      first = length > size ? 0n : size - length;
    }
    spans.push({ first: Number(first), last: Number(last) });
  }
  if (spans.length === 0) return 416;
  if (spans.length === 1) return spans;
  const bytes = spans.map(({ first, last }) => last - first + 1 + 100).reduce((sum, part) => sum + part);
  const isOverlapping = spans.some((one, index) =>
    spans.some((other, place) => place > index && one.first <= other.last && other.first <= one.last),
  );
  return spans.length > 32 || bytes > Number(size) || isOverlapping ? 200 : spans;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The three forms of §5.6.7, as senders write them. */
export function writtenDates(ms: number): { readonly imf: string; readonly rfc850: string; readonly asctime: string } {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const [number, year] = [date.getUTCDate(), date.getUTCFullYear()];
  return {
    imf: `${day.slice(0, 3)}, ${two(number)} ${month} ${year} ${time} GMT`,
    rfc850: `${day}, ${two(number)}-${month}-${two(year % 100)} ${time} GMT`,
    asctime: `${day.slice(0, 3)} ${month} ${String(number).padStart(2)} ${time} ${year}`,
  };
}

/** Reads what some moment would be written as: a text that none is written as is not a date. A choice: the day's name does not matter. */
function httpDate(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const [, clock = ''] = /(\d\d:\d\d:\d\d)/.exec(text) ?? [];
  const month = MONTHS.find((name) => new RegExp(`[ -]${name}[ -]`).test(text)) ?? '';
  const [day = ''] = / ?\b\d{1,2}\b(?!:)/.exec(text) ?? [];
  const [, year = ''] = /\b(\d{4})\b/.exec(text) ?? [];
  const [, short = ''] = /-(\d\d) /.exec(text) ?? [];
  const candidates = year === '' ? ['19', '20', '21'].map((century) => `${century}${short}`) : [year];
  const moments = candidates
    .map((candidate) => Date.parse(`${day.trim()} ${month} ${candidate} ${clock} GMT`))
    .filter(
      (ms) => Number.isFinite(ms) && Object.values(writtenDates(ms)).some((one) => nameless(one) === nameless(text)),
    );
  if (year !== '') return moments[0];
  // Of years with two digits: the latest that is not more than 50 years ahead.
  const limit = new Date(nowMs).setUTCFullYear(new Date(nowMs).getUTCFullYear() + 50);
  return moments.findLast((ms) => ms <= limit);
}

function nameless(text: string): string {
  const long = new RegExp(`^(?:${DAYS.join('|')})(?=,)`);
  const short = new RegExp(`^(?:${DAYS.map((day) => day.slice(0, 3)).join('|')})(?=[, ])`);
  return text.replace(long, 'Day').replace(short, 'D');
}
