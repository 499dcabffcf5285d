/** A part of a form: a text, or a file. */
export type Part =
  | readonly [name: string, text: string]
  | readonly [
      name: string,
      file: { readonly name: string; readonly type?: string; readonly content: string | Uint8Array },
    ];

export const BOUNDARY = '----velosiped';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** A body as browsers write it (RFC 7578). */
export function multipart(parts: readonly Part[]): Buffer {
  const written = parts.flatMap(([name, value]) => {
    if (typeof value === 'string')
      return [Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)];
    const type = value.type === undefined ? '' : `Content-Type: ${value.type}\r\n`;
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${value.name.replaceAll('"', '%22')}"\r\n${type}\r\n`;
    return [Buffer.from(head), Buffer.from(value.content), Buffer.from('\r\n')];
  });
  return Buffer.concat([...written, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
