import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { Coding, Compressor } from '../contract/compression.ts';
import type { ContentStream } from '../contract/content.ts';

/** The memory of one stream grows with its window: 256 KiB are enough for pages. */
const BROTLI_WINDOW_BITS = 18;
const GZIP_LEVEL = 6;
/** Of 11: from here on each step costs more than it saves. */
const BROTLI_QUALITY = 5;

const BROTLI = {
  params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS },
};

const byBrotli = promisify<Uint8Array, typeof BROTLI, Buffer>(brotliCompress);
const byGzip = promisify<Uint8Array, object, Buffer>(gzip);

const CODERS: Readonly<Record<Coding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  br: (bytes) => byBrotli(bytes, BROTLI),
  gzip: (bytes) => byGzip(bytes, { level: GZIP_LEVEL }),
};

/** What was made of some bytes goes when they do: how many files are kept bounds both. */
export function createCompressor(): Compressor {
  const made = new WeakMap<Uint8Array, Map<Coding, Uint8Array | Promise<Uint8Array>>>();
  return {
    once(bytes, coding) {
      const known = made.get(bytes) ?? new Map<Coding, Uint8Array | Promise<Uint8Array>>();
      made.set(bytes, known);
      const before = known.get(coding);
      if (before !== undefined) return before;
      const result = CODERS[coding](bytes).then(
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
    stream: (plain, coding) => new CodedStream(plain, coding),
  };
}

type Coder = ReturnType<typeof createGzip> | ReturnType<typeof createBrotliCompress>;

/** Content that is compressed as it is read. */
class CodedStream implements ContentStream {
  readonly length = undefined;
  readonly #plain: ContentStream;
  readonly #coder: Coder;
  /** Of one piece of the source at most. */
  #coded: Buffer[] = [];
  #ended = false;
  #closed = false;
  /** Ends what waits for the coder. */
  #fail: (error: unknown) => void = () => undefined;

  constructor(plain: ContentStream, coding: Coding) {
    this.#plain = plain;
    this.#coder = coding === 'br' ? createBrotliCompress(BROTLI) : createGzip({ level: GZIP_LEVEL });
    this.#coder.on('data', (chunk: Buffer) => this.#coded.push(chunk));
    this.#coder.on('error', (error) => this.#fail(error));
    this.#coder.on('close', () => this.#fail(new Error('The compression was given up')));
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
    this.#coder.close();
    this.#plain.close();
  }

  #code(piece: Uint8Array | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      if (piece === undefined) {
        this.#ended = true;
        this.#coder.once('end', resolve);
        this.#coder.end();
      } else this.#coder.write(piece, () => this.#coder.flush(() => resolve()));
    });
  }
}
