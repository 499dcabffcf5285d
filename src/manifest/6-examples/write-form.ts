import { FORM_TYPE, MULTIPART_TYPE } from '../../http/media-types.ts';
import type { ExampleFieldShape, ExampleShape } from '../2-validate/manifest-shape.gen.ts';

/** The body of a request, and its type. */
export interface WrittenForm {
  readonly type: string;
  readonly content: Buffer;
}

type Field = readonly [name: string, value: string | Required<ExampleFieldShape>];

/** A form as a browser sends it: with a file as multipart/form-data (RFC 7578), else urlencoded. */
export function writeForm(form: NonNullable<ExampleShape['form']>): WrittenForm {
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
