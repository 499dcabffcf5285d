import { connect } from 'node:net';

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case; the values of a repeated name joined by `, `, but for `set-cookie`: see `setCookies`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly setCookies: readonly string[];
  readonly body: string;
}

export interface TalkOptions {
  /** Our own address, such as `127.0.0.2`: clients are told apart by it. */
  readonly from?: string;
  /** Methods of the requests, where one is HEAD: its answer has no body. */
  readonly methods?: readonly string[];
}

/** Sends bytes over a new connection and reads until the peer closes. Each character is one octet. */
export async function talkRaw(port: number, request: string, { from }: TalkOptions = {}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ...(from === undefined ? {} : { localAddress: from }) });
  socket.write(Buffer.from(request, 'latin1'));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** As `talkRaw`, but splits what came into answers. The last request has to ask for `Connection: close`. */
export async function talk(port: number, request: string, options: TalkOptions = {}): Promise<readonly WireAnswer[]> {
  return parseAnswers(await talkRaw(port, request, options), options.methods ?? []);
}

/** One request in one connection. `fields` are whole field lines. */
export async function ask(
  port: number,
  requestLine: string,
  fields: readonly string[] = [],
  options: TalkOptions & { readonly body?: string } = {},
): Promise<WireAnswer> {
  const { body = '' } = options;
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [`${requestLine} HTTP/1.1`, 'Host: localhost', ...fields, ...length, 'Connection: close', '', body];
  const [method = 'GET'] = requestLine.split(' ');
  const text = Buffer.from(lines.join('\r\n')).toString('latin1');
  const [answer, ...more] = await talk(port, text, { ...options, methods: [method] });
  if (answer === undefined || more.length > 0) throw new Error(`One answer was expected to ${requestLine}`);
  return answer;
}

/** Splits what came over a connection into its answers; throws where it is not whole answers. */
export function parseAnswers(wire: string, methods: readonly string[]): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = wire;
  while (rest !== '') {
    const headEnd = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.slice(0, headEnd).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    if (headEnd < 0 || Number.isNaN(status)) throw new Error(`Not an answer: ${JSON.stringify(rest.slice(0, 80))}`);
    const headers = new Map<string, string>();
    const setCookies: string[] = [];
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).toLowerCase();
      const value = line.slice(colon + 1).trim();
      if (name === 'set-cookie') setCookies.push(value);
      else headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
    }
    rest = rest.slice(headEnd + 4);
    if (status < 200) continue;
    const bare = methods[answers.length] === 'HEAD';
    const length = bare ? 0 : Number(headers.get('content-length') ?? 0);
    const body = Buffer.from(rest.slice(0, length), 'latin1').toString('utf8');
    answers.push({ status, headers, setCookies, body });
    rest = rest.slice(length);
  }
  return answers;
}
