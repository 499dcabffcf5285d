import type { Limits } from '../../../src/contract/program.ts';
import { decodeWire } from './wire-notation.ts';

/** A document of wire vectors: one topic of the grammar (vectors/README.md tells how it is written). */
export interface VectorDocument {
  readonly title: string;
  readonly vectors: readonly Vector[];
}

/** What a peer sends, and the events that the reader has to make of it. */
export interface Vector {
  readonly title: string;
  /** Where it stands, for whoever has to find it: `chunked.md:12`. */
  readonly place: string;
  readonly prose: string;
  readonly input: Buffer;
  /** Whether the peer ends after these bytes. */
  readonly ended: boolean;
  readonly limits: Limits;
  readonly events: readonly ExpectedEvent[];
}

export interface ExpectedEvent {
  readonly text: string;
  readonly details: readonly string[];
  /** The number of bytes of the connection after which a head or a whole request is known. */
  readonly after: number | undefined;
}

/** The shipped manifest's, but for what a vector sets. */
export const VECTOR_LIMITS: Limits = {
  requestLineBytesMax: 8192,
  headerBytesMax: 16384,
  headerCountMax: 100,
  bodyBytesMax: 1048576,
  bodiesBytesMax: 67108864,
  connectionsMax: 10000,
  connectionsPerClientMax: Number.POSITIVE_INFINITY,
};

interface Section {
  title: string;
  line: number;
  readonly prose: string[];
  readonly blocks: Map<string, readonly string[]>;
}

/** Reads a document. Throws with file and line where it does not keep to the format. */
export function parseVectorDocument(file: string, source: string): VectorDocument {
  const [head, ...rest] = splitSections(file, source);
  const title = head?.title;
  if (title === undefined || title === '') throw new SyntaxError(`${file}:1: the first line has to be a "# title"`);
  return { title, vectors: rest.map((section) => toVector(file, section)) };
}

function splitSections(file: string, source: string): readonly Section[] {
  const sections: Section[] = [{ title: '', line: 1, prose: [], blocks: new Map() }];
  let block: string[] | undefined;
  source.split('\n').forEach((text, index) => {
    const fail = (what: string): never => {
      throw new SyntaxError(`${file}:${index + 1}: ${what}`);
    };
    const section = sections.at(-1) ?? fail('no section');
    if (/\s$/.test(text) || /[^ -~]/.test(text.replace(/[§…]/g, '')))
      fail('white space at the end, or an odd character');
    if (block !== undefined) {
      if (text === '```') block = undefined;
      else block.push(text);
    } else if (text.startsWith('```')) {
      const kind = text.slice(3);
      if (section.blocks.has(kind.replace(' end', ''))) fail(`a second block "${kind}"`);
      block = [];
      section.blocks.set(kind, block);
    } else if (text.startsWith('## ')) {
      sections.push({ title: text.slice(3), line: index + 1, prose: [], blocks: new Map() });
    } else if (text.startsWith('# ')) {
      if (index > 0) fail('a second title');
      section.title = text.slice(2);
    } else if (text !== '') {
      section.prose.push(text);
    }
  });
  if (block !== undefined) throw new SyntaxError(`${file}: its last block has no end`);
  return sections;
}

function toVector(file: string, section: Section): Vector {
  const place = `${file}:${section.line}`;
  const { blocks } = section;
  const sent = blocks.get('http') ?? blocks.get('http end');
  const events = blocks.get('events');
  if (sent === undefined || events === undefined)
    throw new SyntaxError(`${place}: needs a block http and a block events`);
  const strange = [...blocks.keys()].find((kind) => !['http', 'http end', 'events', 'limits'].includes(kind));
  if (strange !== undefined) throw new SyntaxError(`${place}: no block is called "${strange}"`);
  return {
    title: section.title,
    place,
    prose: section.prose.join(' '),
    input: Buffer.from(sent.map(wireLine).join(''), 'latin1'),
    ended: blocks.has('http end'),
    limits: toLimits(place, blocks.get('limits') ?? []),
    events: toEvents(place, events),
  };
}

/** A line of the document ends in CRLF on the wire, unless its last character is a backslash that escapes nothing. */
function wireLine(text: string): string {
  const backslashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? decodeWire(text.slice(0, -1)) : `${decodeWire(text)}\r\n`;
}

const LIMIT_WORDS: ReadonlyMap<string, keyof Limits> = new Map([
  ['requestLine', 'requestLineBytesMax'],
  ['headers', 'headerBytesMax'],
  ['headerCount', 'headerCountMax'],
  ['body', 'bodyBytesMax'],
]);

function toLimits(place: string, lines: readonly string[]): Limits {
  const limits: Record<keyof Limits, number> = { ...VECTOR_LIMITS };
  for (const text of lines) {
    const [word = '', amount] = text.split(' ');
    const key = LIMIT_WORDS.get(word);
    if (key === undefined || !/^\d+$/.test(amount ?? '')) throw new SyntaxError(`${place}: no limit is "${text}"`);
    limits[key] = Number(amount);
  }
  return limits;
}

const EVENT =
  /^(?:(?<timed>(?:head|complete)(?: .*)?) after (?<after>\d+)|rejected \d{3} [a-z-]+ at \d+|closed|need-data)$/;

function toEvents(place: string, lines: readonly string[]): readonly ExpectedEvent[] {
  const events: { text: string; details: string[]; after: number | undefined }[] = [];
  for (const text of lines) {
    const before = events.at(-1);
    if (text.startsWith('  ') && before !== undefined) {
      before.details.push(decodeWire(text.slice(2)));
      continue;
    }
    const match = EVENT.exec(text);
    if (match === null) throw new SyntaxError(`${place}: no event is written "${text}"`);
    const { timed, after } = match.groups ?? {};
    events.push({
      text: decodeWire(timed ?? text),
      details: [],
      after: after === undefined ? undefined : Number(after),
    });
  }
  return events;
}
