import { connect, type Socket } from 'node:net';

/** An answer in octets. */
export interface RawAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without its chunks. */
  readonly body: Buffer;
}

/** One connection over which requests are sent many at a time, and their answers are read strictly. */
export class Pipeline {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#chunks = this.#socket[Symbol.asyncIterator]();
  }

  /** Sends all of them at once. */
  async ask(requests: readonly { readonly method: string; readonly text: string }[]): Promise<readonly RawAnswer[]> {
    this.#socket.write(Buffer.from(requests.map(({ text }) => text).join(''), 'latin1'));
    const answers: RawAnswer[] = [];
    for (const { method } of requests) answers.push(await this.#read(method));
    if (this.#rest.length > 0) throw new Error(`After the last answer comes ${this.#rest.toString('latin1', 0, 80)}`);
    return answers;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #read(method: string): Promise<RawAnswer> {
    let end = this.#rest.indexOf('\r\n\r\n');
    for (; end < 0; end = this.#rest.indexOf('\r\n\r\n')) await this.#more();
    const [line = '', ...lines] = this.#take(end + 4)
      .toString('latin1')
      .split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    if (Number.isNaN(status)) throw new Error(`Not a status line: ${JSON.stringify(line)}`);
    const headers = new Map<string, string>();
    for (const field of lines.slice(0, -2)) {
      const [, name = '', value = ''] = /^([!-9;-~]+): ([ -~]*)$/.exec(field) ?? [];
      const key = name.toLowerCase();
      if (name === '' || headers.has(key)) throw new Error(`Not a field, or twice: ${JSON.stringify(field)}`);
      headers.set(key, value);
    }
    const bare = method === 'HEAD' || status === 304;
    return { status, headers, body: bare ? Buffer.alloc(0) : await this.#readBody(headers) };
  }

  async #readBody(headers: RawAnswer['headers']): Promise<Buffer> {
    const length = headers.get('content-length');
    if (length !== undefined) return this.#exactly(Number(length));
    if (headers.get('transfer-encoding') !== 'chunked') throw new Error('An answer has neither length nor chunks');
    const chunks: Buffer[] = [];
    for (;;) {
      let end = this.#rest.indexOf('\r\n');
      for (; end < 0; end = this.#rest.indexOf('\r\n')) await this.#more();
      const size = Number.parseInt(this.#take(end + 2).toString('latin1'), 16);
      chunks.push((await this.#exactly(size + 2)).subarray(0, size));
      if (size === 0) return Buffer.concat(chunks);
    }
  }

  async #exactly(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    let bytes = this.#rest.length;
    this.#rest = Buffer.alloc(0);
    while (bytes < length) {
      await this.#more();
      parts.push(this.#take(this.#rest.length));
      bytes += parts.at(-1)?.length ?? 0;
    }
    this.#rest = Buffer.concat(parts);
    return this.#take(length);
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done === true)
      throw new Error(`The connection ended behind ${JSON.stringify(this.#rest.toString('latin1', 0, 200))}`);
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }
}
