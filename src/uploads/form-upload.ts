import type { EventEmitter } from 'node:events';
import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy';
import type { ReceivedForm, SentPart, Upload, UploadedFile, UploadPlan, WantedFile } from '../contract/uploads.ts';
import { messageOf } from '../http/describe-thrown.ts';
import { GrowingBytes } from '../http/growing-bytes.ts';
import { guarded } from '../http/guarded.ts';
import { parseParameters } from '../http/parse-parameters.ts';
import type { Places } from '../http/places.ts';
import { Spool } from './spool.ts';
import { SpooledFile } from './spooled-file.ts';

export type MultipartLibrary = Pick<typeof import('@fastify/busboy'), 'Busboy'>;

/** Inside the library, whose version is exact: only the parser of parts sees those that are passed over. */
interface WithPartParser {
  readonly _parser: { readonly parser: EventEmitter };
}

/** What one form can have: more is 413, however large its body may be. */
const PARTS_MAX = 1000;
/** Of all texts and names together: they are kept in memory, in which files need less. */
const TEXTS_BYTES_MAX = 1024 * 1024;
/** Of the head of a part: its names and values. */
const PART_HEAD_BYTES_MAX = 16 * 1024;
/** How much of a form comes between two reports of its progress. */
const PROGRESS_BYTES = 16 * 1024 * 1024;

/** The body of one form, as it comes. */
export class FormUpload implements Upload {
  readonly #plan: UploadPlan;
  readonly #spool: Spool;
  readonly #parser: BusboyInstance | undefined;
  readonly #texts = new Map<string, string>();
  readonly #more = new Map<string, string[]>();
  readonly #files = new Map<string, UploadedFile[]>();
  #other: string | undefined;
  #textBytes = 0;
  /** Parts that have begun, and those of them that the library hands over. */
  #begun = 0;
  #taken = 0;
  /** Why it is not a form. */
  #refusal: Exclude<ReceivedForm, { kind: 'form' }> | undefined;
  #discarded = false;
  readonly parts: SentPart[] = [];
  bytes = 0;
  readonly memoryBytesMax = TEXTS_BYTES_MAX;
  onRoom: () => void = () => undefined;
  onProgress: (bytes: number) => void = () => undefined;

  constructor(library: MultipartLibrary, plan: UploadPlan, openFiles: Places) {
    this.#plan = plan;
    this.#spool = new Spool(openFiles, () => this.onRoom());
    this.#parser = this.#openParser(library, plan.contentType);
  }

  get isFull(): boolean {
    return !this.isRefused && this.#spool.isFull;
  }

  get isRefused(): boolean {
    return this.#refusal !== undefined || this.#spool.failure !== undefined;
  }

  write(piece: Uint8Array): void {
    const before = this.bytes;
    this.bytes += piece.length;
    if (this.isRefused || this.#discarded) return;
    this.#parser?.write(piece);
    // This piece may have been what is refused.
    if (this.isRefused) return;
    for (let mark = before - (before % PROGRESS_BYTES) + PROGRESS_BYTES; mark <= this.bytes; mark += PROGRESS_BYTES)
      this.onProgress(mark);
  }

  async finish(): Promise<ReceivedForm> {
    const parser = this.#parser;
    if (parser !== undefined && !this.isRefused) {
      let isDone = false;
      await new Promise<void>((resolve) => {
        parser.once('finish', () => {
          isDone = true;
          resolve();
        });
        parser.once('error', () => resolve());
        this.onRoom = () => {
          if (this.isRefused) resolve();
        };
        parser.end();
        // It takes all it has within this turn. Of some broken forms it loses the end, and would never say so.
        setImmediate(() => setImmediate(resolve));
      });
      if (!isDone && !this.isRefused) this.#refuse('malformed', 'has a part that does not end');
    }
    this.#missNone();
    await this.#spool.flush();
    const { failure } = this.#spool;
    if (failure !== undefined) return { kind: 'failed', ...failure };
    if (this.#refusal !== undefined) return this.#refusal;
    return { kind: 'form', texts: this.#texts, more: this.#more, files: this.#files, other: this.#other };
  }

  discard(): void {
    this.#discarded = true;
    this.#spool.close();
  }

  #openParser({ Busboy }: MultipartLibrary, contentType: string): BusboyInstance | undefined {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined) {
      this.#refuse('malformed', 'has no boundary that can be used');
      return undefined;
    }
    const parser = new Busboy({
      headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
      // Texts come as bytes too, so that what is not UTF-8 shows.
      isPartAFile: () => true,
      limits: { parts: PARTS_MAX, headerSize: 2 * PART_HEAD_BYTES_MAX },
      // It never waits for us: we take all it has in the next tick, and the spool says when to wait. Its own way to wait can do so for ever.
      highWaterMark: Number.MAX_SAFE_INTEGER,
      fileHwm: Number.MAX_SAFE_INTEGER,
    });
    parser.on('file', (name: string | undefined, stream, filename: string | undefined, _coding, type) => {
      stream.on('error', () => undefined); // the parser has it too
      if (name !== undefined) this.#taken += 1;
      this.#take({ name: unescaped(name ?? ''), filename: filename && unescaped(filename), type }, stream);
    });
    parser.on('partsLimit', () => this.#refuse('too-large', `has more than ${PARTS_MAX} fields`));
    parser.on('error', (error) => this.#refuse('malformed', `is broken: ${messageOf(error)}`));
    (parser as BusboyInstance & WithPartParser)._parser.parser.on('part', (part) => this.#begin(part));
    return parser;
  }

  /** The library passes over a part that it cannot use, and cuts a head that is too long: nothing may vanish that was sent. */
  #begin(part: EventEmitter): void {
    this.#missNone();
    this.#begun += 1;
    part.once('header', (head: Readonly<Record<string, readonly string[]>>) => {
      const lines = Object.entries(head).flatMap(([name, values]) => values.map((value) => name.length + value.length));
      const bytes = lines.reduce((sum, length) => sum + length, 0);
      if (bytes > PART_HEAD_BYTES_MAX)
        this.#refuse('too-large', `has a part whose head is over ${PART_HEAD_BYTES_MAX / 1024} KiB`);
      this.#missNone();
    });
  }

  #missNone(): void {
    if (this.#taken < this.#begun) this.#refuse('malformed', 'has a part without a name');
  }

  #take(part: PartHead, stream: BusboyFileStream): void {
    this.#textBytes += part.name.length + (part.filename?.length ?? 0) + part.type.length;
    if (this.#textBytes > TEXTS_BYTES_MAX) this.#refuseTexts();
    if (part.filename === undefined) this.#takeText(part.name, stream);
    else this.#takeFile(part.name, { name: nameOf(part.filename), type: part.type.toLowerCase() }, stream);
  }

  #takeText(name: string, stream: BusboyFileStream): void {
    const content = new GrowingBytes(TEXTS_BYTES_MAX);
    stream.on('data', (piece: Buffer) => {
      this.#textBytes += piece.length;
      if (this.#textBytes > TEXTS_BYTES_MAX) this.#refuseTexts();
      else content.add(piece);
    });
    stream.on('end', () => {
      if (this.isRefused) return;
      const text = guarded(() => UTF8.decode(content.bytes));
      if (text === undefined) return this.#refuse('malformed', 'holds text that is not UTF-8');
      this.parts.push({ kind: 'text', name, text });
      if (!this.#plan.fields.has(name) && !this.#plan.files.has(name)) this.#other ??= name;
      else if (!this.#texts.has(name)) this.#texts.set(name, text);
      else if (this.#plan.lists.has(name)) this.#more.set(name, [...(this.#more.get(name) ?? []), text]);
    });
  }

  #takeFile(field: string, known: Pick<UploadedFile, 'name' | 'type'>, stream: BusboyFileStream): void {
    const wanted = this.#plan.files.get(field);
    const spool = this.#spool;
    let from = 0;
    let size = 0;
    const isKept = (): boolean => wanted !== undefined && this.#isAwaited(field, wanted) && size <= wanted.bytesMax;
    stream.on('data', (piece: Buffer) => {
      if (this.isRefused || this.#discarded) return;
      if (size === 0) from = spool.bytes;
      const before = size;
      size += piece.length;
      if (!isKept()) return;
      // The library hands over one part after another. If it ever did not, no file may get the bytes of another.
      if (spool.bytes !== from + before) return this.#refuse('malformed', 'has parts that are mixed up');
      spool.append(piece);
    });
    stream.on('end', () => {
      if (this.isRefused) return;
      // What a browser sends of a field in which nothing was chosen.
      if (known.name === '' && size === 0) return;
      this.parts.push({ kind: 'file', name: field, file: { ...known, size } });
      if (wanted === undefined) this.#other ??= field;
      else if (this.#isAwaited(field, wanted)) {
        const file = new SpooledFile(known, { from, size }, spool);
        this.#files.set(field, [...(this.#files.get(field) ?? []), file]);
      }
    });
  }

  #isAwaited(field: string, { many }: WantedFile): boolean {
    return many || !this.#files.has(field);
  }

  #refuseTexts(): void {
    this.#refuse('too-large', `has more than ${TEXTS_BYTES_MAX / 1024} KiB of text`);
  }

  #refuse(kind: 'malformed' | 'too-large', reason: string): void {
    if (this.#refusal !== undefined) return;
    this.#refusal = { kind, reason };
    this.onRoom();
  }
}

interface PartHead {
  readonly name: string;
  /** undefined: it is a text. */
  readonly filename: string | undefined;
  readonly type: string;
}

/** The one that its parts are separated by; undefined if there is none, or another one could be meant. */
function boundaryOf(contentType: string): string | undefined {
  const start = contentType.indexOf(';');
  const parameters = start < 0 ? [] : (parseParameters(contentType.slice(start)) ?? []);
  const [first, ...others] = parameters.filter(([name]) => name === 'boundary').map(([, value]) => value);
  return first !== undefined && others.length === 0 && BOUNDARY.test(first) ? first : undefined;
}

/** boundary (RFC 2046 §5.1.1) */
const BOUNDARY = /^[\d A-Za-z'()+_,\-./:=?]{0,69}[\dA-Za-z'()+_,\-./:=?]$/;

/** What browsers write for the three characters that a name in quotes cannot have (WHATWG HTML §4.10.22.8). */
function unescaped(name: string): string {
  return name.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
}

/** Only the name, whatever folders its sender says, and nothing that a file cannot be called. */
function nameOf(filename: string): string {
  const name = filename
    .slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1)
    .replace(/\p{Cc}/gu, '');
  return name === '.' || name === '..' ? '' : name;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
