import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createGzip,
  gzip,
  gzipSync,
} from 'node:zlib';
import type { Coding, Compressor } from '../contract/compression.ts';
import type { ContentStream } from '../contract/content.ts';

/** The memory of one stream grows with its window: 256 KiB are enough for pages. */
const BROTLI_WINDOW_BITS = 18;
/** Of 11: from here on each step costs more than it saves. */
const BROTLI_QUALITY = 5;

const GZIP = { level: 6 };
const BROTLI = {
  params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS },
};

/** Each takes up to 1.5 MiB as long as its reader takes to read it: 200 slow readers took 300 MiB. */
const LARGE_CODERS_MAX = 64;
/** What comes of a handler piece by piece can take hours: the other places are for files and pages. */
const OF_UNKNOWN_LENGTH_MAX = 32;

/**
 * For all others there is no bound: beside a slow reader these take some 150 KiB each, and less for small pieces. They make 20 % (gzip) and
 * 60 % (br) more of a text.
 */
const SMALL_GZIP = { ...GZIP, windowBits: 12, memLevel: 5 };
const SMALL_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 12 } };
/** With 1 KiB, each of thousands of event streams takes 6 and 30 KiB. Large pieces would take up to twice the time. */
const CHUNK_BYTES = { endless: 1024, other: 16 * 1024 };

const byBrotli = promisify<Uint8Array, typeof BROTLI, Buffer>(brotliCompress);
const byGzip = promisify<Uint8Array, typeof GZIP, Buffer>(gzip);

type Coder = ReturnType<typeof createGzip> | ReturnType<typeof createBrotliCompress>;

/** How one coding is made: of whole bytes, in this thread or another, and of pieces. */
interface Making {
  atOnce(bytes: Uint8Array): Uint8Array;
  inThread(bytes: Uint8Array): Promise<Uint8Array>;
  large(): Coder;
  small(chunkSize: number): Coder;
  /** Makes a coder hand over what it has. */
  readonly flush: number;
}

const MAKINGS: Readonly<Record<Coding, Making>> = {
  br: {
    atOnce: (bytes) => brotliCompressSync(bytes, BROTLI),
    inThread: (bytes) => byBrotli(bytes, BROTLI),
    large: () => createBrotliCompress(BROTLI),
    small: (chunkSize) => createBrotliCompress({ ...SMALL_BROTLI, chunkSize }),
    flush: constants.BROTLI_OPERATION_FLUSH,
  },
  gzip: {
    atOnce: (bytes) => gzipSync(bytes, GZIP),
    inThread: (bytes) => byGzip(bytes, GZIP),
    large: () => createGzip(GZIP),
    small: (chunkSize) => createGzip({ ...SMALL_GZIP, chunkSize }),
    flush: constants.Z_SYNC_FLUSH,
  },
};

/** What was made of some bytes goes when they do: how many files are kept bounds both. */
export function createCompressor(): Compressor {
  const made = new WeakMap<Uint8Array, Map<Coding, Uint8Array | Promise<Uint8Array>>>();
  const large = new Set<Coder>();
  return {
    atOnce: (bytes, coding) => MAKINGS[coding].atOnce(bytes),
    once(bytes, coding) {
      const known = made.get(bytes) ?? new Map<Coding, Uint8Array | Promise<Uint8Array>>();
      made.set(bytes, known);
      const before = known.get(coding);
      if (before !== undefined) return before;
      const result = MAKINGS[coding].inThread(bytes).then(
        (coded) => {
          known.set(coding, coded);
          return coded;
        },
        (error: unknown) => {
          known.delete(coding); // the next one tries again
          throw error;
        },
      );
      known.set(coding, result);
      return result;
    },
    stream: (plain, coding) => new CodedStream(plain, MAKINGS[coding], large),
  };
}

/** A place among the large ones is one for as long as the coder has its memory. */
function createCoder({ length, stop }: ContentStream, making: Making, large: Set<Coder>): Coder {
  const max = stop !== undefined ? 0 : length === undefined ? OF_UNKNOWN_LENGTH_MAX : LARGE_CODERS_MAX;
  if (large.size >= max) return making.small(stop === undefined ? CHUNK_BYTES.other : CHUNK_BYTES.endless);
  const coder = making.large();
  large.add(coder);
  return coder.once('close', () => large.delete(coder));
}

/** Content that is compressed as it is read: what comes of a piece leaves before the next piece is asked for. */
class CodedStream implements ContentStream {
  readonly length = undefined;
  readonly stop?: () => void;
  readonly #plain: ContentStream;
  readonly #making: Making;
  /** Made when something is read: the content of a HEAD answer never is. */
  #coder: Coder | undefined;
  /** Of one piece of the source at most. */
  #coded: Buffer[] = [];
  #ended = false;
  #closed = false;
  /** Those of all streams. */
  readonly #large: Set<Coder>;
  /** Ends what waits for the coder. */
  #fail: (error: unknown) => void = () => undefined;

  constructor(plain: ContentStream, making: Making, large: Set<Coder>) {
    this.#plain = plain;
    this.#making = making;
    this.#large = large;
    if (plain.stop !== undefined) this.stop = () => plain.stop?.();
  }

  async read(): Promise<Uint8Array | undefined> {
    while (this.#coded.length === 0 && !this.#ended) {
      const piece = await this.#plain.read();
      if (this.#closed) return undefined;
      await this.#code(piece);
    }
    const [first, ...more] = this.#coded;
    this.#coded = [];
    return first === undefined || more.length === 0 ? first : Buffer.concat([first, ...more]);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#coder?.close();
    this.#plain.close();
  }

  #code(piece: Uint8Array | undefined): Promise<void> {
    const coder = this.#coder ?? this.#open();
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      if (piece === undefined) {
        this.#ended = true;
        coder.once('end', resolve);
        coder.end();
        return;
      }
      coder.write(piece);
      coder.flush(this.#making.flush, () => {
        this.#drain(coder);
        resolve();
      });
    });
  }

  #open(): Coder {
    const coder = createCoder(this.#plain, this.#making, this.#large);
    coder.on('readable', () => this.#drain(coder));
    coder.on('error', (error) => this.#fail(error));
    coder.on('close', () => this.#fail(new Error('The compression was given up')));
    this.#coder = coder;
    return coder;
  }

  /** All that has come of it so far, without waiting for an event. */
  #drain(coder: Coder): void {
    for (let chunk: Buffer | null = coder.read(); chunk !== null; chunk = coder.read()) this.#coded.push(chunk);
  }
}
