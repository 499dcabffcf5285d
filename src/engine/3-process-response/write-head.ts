import type { SetCookie } from '../../contract/answer.ts';
import type { FieldLine } from '../../contract/request.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** What the head of an answer says (RFC 9112 §4, §5). */
export interface ResponseHead {
  readonly status: number;
  readonly wallMs: number;
  readonly type: string | undefined;
  /** Undefined where the status allows no Content-Length (RFC 9110 §8.6). */
  readonly bodyBytes: number | undefined;
  readonly headers: readonly FieldLine[];
  readonly cookies: readonly SetCookie[];
  readonly secure: boolean;
  readonly connection: 'close' | 'keep-alive' | undefined;
}

export type WrittenHead =
  | { readonly kind: 'head'; readonly text: string }
  /** A name or a value could break out of its field: the answer must not be sent. */
  | { readonly kind: 'unsafe'; readonly reason: string };

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Visible ASCII with SP and HTAB inside: what survives any encoding, so that no value can split a message. */
const FIELD_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;
/** cookie-octet, perhaps in double quotes (RFC 6265 §4.1.1). */
const COOKIE_VALUE = /^(?:[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*|"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")$/;

/** Message framing is this writer's own business: nobody else may say a word of it. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Writes status line and field lines, each name and value checked before it becomes bytes (RFC 9110 §5.5). */
export function writeHead(head: ResponseHead): WrittenHead {
  const { status, wallMs, type, bodyBytes, headers, cookies, secure, connection } = head;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    return unsafe(`${status} is no status of a final answer`);
  let text = `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nDate: ${httpDate(wallMs)}\r\n`;
  const ownType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (type !== undefined && !ownType) text += `Content-Type: ${type}\r\n`;
  if (bodyBytes !== undefined) text += `Content-Length: ${bodyBytes}\r\n`;
  const repeated = repeatedName(headers);
  if (repeated !== undefined) return unsafe(`the field ${repeated} is there twice`);
  for (const [name, value] of headers) {
    if (!isText(name) || !TOKEN.test(name)) return unsafe(`the field name ${JSON.stringify(name)} is no token`);
    if (OWN_FIELDS.has(name.toLowerCase())) return unsafe(`the field ${name} is for the server alone to set`);
    if (!isText(value) || !FIELD_VALUE.test(value))
      return unsafe(`the value of the field ${name} holds what no field may: ${JSON.stringify(value)}`);
    text += `${name}: ${value}\r\n`;
  }
  for (const { name, value } of cookies) {
    if (!isText(name) || !TOKEN.test(name)) return unsafe(`the cookie name ${JSON.stringify(name)} is no token`);
    if (!isText(value) || !COOKIE_VALUE.test(value))
      return unsafe(`the value of the cookie ${name} holds what no cookie may: ${JSON.stringify(value)}`);
    text += `Set-Cookie: ${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}\r\n`;
  }
  if (connection !== undefined) text += `Connection: ${connection}\r\n`;
  return { kind: 'head', text: `${text}\r\n` };
}

/** RFC 9110 §5.3: a sender repeats no field that is not a list; here none is, whatever its spelling. */
function repeatedName(headers: readonly FieldLine[]): string | undefined {
  if (headers.length < 2) return undefined;
  const names = headers.map(([name]) => String(name).toLowerCase());
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** What is no text could be another text each time it is made one, whatever a handler without types has put here. */
function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function unsafe(reason: string): WrittenHead {
  return { kind: 'unsafe', reason };
}

let dateSecond = -1;
let dateText = '';

/** IMF-fixdate (RFC 9110 §5.6.7), made once a second. */
function httpDate(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}
