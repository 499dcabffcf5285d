import { FORM_TYPE, JSON_TYPE, MULTIPART_TYPE } from '../../http/media-types.ts';
import type { ExampleFieldShape, ExampleShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Example } from './compile-examples.ts';

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

/** The body of a request, and its type. */
interface WrittenForm {
  readonly type: string;
  readonly content: Buffer;
}

type Field = readonly [name: string, value: string | Required<ExampleFieldShape>];

/** A form as a browser sends it: with a file as multipart/form-data (RFC 7578), else urlencoded. */
function writeForm(form: NonNullable<ExampleShape['form']>): WrittenForm {
  const fields = Object.entries(form).flatMap(([name, value]) => {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item): Field => [name, typeof item === 'object' ? { ...FILE, ...item } : String(item)]);
  });
  const texts = fields.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  if (texts.length === fields.length) {
    return { type: FORM_TYPE, content: Buffer.from(new URLSearchParams(texts).toString()) };
  }
  const boundary = boundaryFor(fields);
  const written = fields.map((field) => `--${boundary}\r\n${part(field)}\r\n`);
  return {
    type: `${MULTIPART_TYPE}; boundary=${boundary}`,
    content: Buffer.from(`${written.join('')}--${boundary}--\r\n`),
  };
}

const FILE = { name: '', type: 'application/octet-stream', text: '' };

function part([name, value]: Field): string {
  const head = `Content-Disposition: form-data; name="${escaped(name)}"`;
  if (typeof value === 'string') return `${head}\r\n\r\n${value}`;
  return `${head}; filename="${escaped(value.name)}"\r\nContent-Type: ${value.type}\r\n\r\n${value.text}`;
}

/** WHATWG HTML §4.10.22.8 */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** One that is nowhere in the form. */
function boundaryFor(fields: readonly Field[]): string {
  const all = JSON.stringify(fields);
  let boundary = 'velosiped';
  while (all.includes(boundary)) boundary += '-';
  return boundary;
}
