import { FORM_TYPE, JSON_TYPE } from '../../http/media-types.ts';
import type { ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Example } from './compile-examples.ts';
import { type WrittenForm, writeForm } from './write-form.ts';

/** The bytes of an example's request (RFC 9112 §2.1) to a host; the lint has checked that they are a request. */
export function writeRequest({ shape, sendsForm }: Example, host: string): Uint8Array {
  const { request = '', headers = {}, cookies = {}, body, form } = shape;
  const written = form === undefined ? writeBody(body, sendsForm) : writeForm(form);
  const content = written?.content;
  const lines = [
    `${request} HTTP/1.1`,
    ...(hasField(headers, 'host') ? [] : [`Host: ${host}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...cookieLine(cookies),
    ...(written?.type === undefined || hasField(headers, 'content-type') ? [] : [`Content-Type: ${written.type}`]),
    ...(content === undefined ? [] : [`Content-Length: ${content.length}`]),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return content === undefined ? head : Buffer.concat([head, content]);
}

function hasField(headers: ShapeMap<string>, wanted: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === wanted);
}

function cookieLine(cookies: ShapeMap<string>): readonly string[] {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`Cookie: ${pairs.join('; ')}`];
}

/** Text that a route reads is mostly a form; if none reads it, text has no type. */
function writeBody(body: unknown, sendsForm: boolean): Partial<WrittenForm> | undefined {
  if (body === undefined) return undefined;
  if (typeof body !== 'string') return { type: JSON_TYPE, content: Buffer.from(JSON.stringify(body)) };
  return { ...(sendsForm ? { type: FORM_TYPE } : {}), content: Buffer.from(body) };
}
