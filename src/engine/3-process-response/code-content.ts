import type { Coding, Compressor } from '../../contract/compression.ts';
import type { Content, ContentStream } from '../../contract/content.ts';
import type { Program } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { fieldValue } from '../../http/field-value.ts';
import { chooseCoding } from '../choose-coding.ts';
import { mergeFields, varyingBy } from '../merge-fields.ts';
import { encodeContent } from './message-bytes.ts';
import type { Rendered } from './render-answer.ts';

/** What decides whether an answer is compressed, besides itself. */
export interface CodingContext {
  readonly program: Pick<Program, 'compression'>;
  readonly compressor: Compressor;
  /** Those of the request; undefined if its head was refused. */
  readonly fieldLines: readonly FieldLine[] | undefined;
}

/** Up to here compressing takes a third of a millisecond, and handing it to a thread would take as long. */
const AT_ONCE_BYTES_MAX = 16 * 1024;

/** Compresses what was made for this request. Files and fixed bodies have chosen their representation before (block 2). */
export function codeContent(rendered: Rendered, context: CodingContext): Rendered {
  const { compression } = context.program;
  if (compression === undefined || rendered.isChosen || rendered.type === undefined) return rendered;
  const { head, type, content, pageFields } = rendered;
  if (NOT_WHOLE.has(head.status)) return rendered;
  const choice = chooseCoding(compression, {
    type: fieldValue(head.headers, 'content-type') ?? type,
    // Long or short, its resource varies.
    bytes: Number.POSITIVE_INFINITY,
    headers: mergeFields(pageFields?.lines ?? [], head.headers),
    accepted: context.fieldLines && fieldValue(context.fieldLines, 'accept-encoding'),
  });
  if (choice.kind === 'never') return rendered;
  const varies = { ...rendered, head: { ...head, headers: varyingBy('Accept-Encoding', head.headers) } };
  if (choice.kind === 'plain') return varies;
  const { coding } = choice;
  const coded = codedContent(content, { coding, minBytes: compression.minBytes, compressor: context.compressor });
  if (coded === undefined) return varies;
  return { ...varies, head: { ...head, headers: codedFields(varies.head.headers, coding) }, content: coded };
}

/** Answers without content, and parts of one, which another coding would cut elsewhere. */
const NOT_WHOLE: ReadonlySet<number> = new Set([204, 205, 206, 304]);

interface HowToCode {
  readonly coding: Coding;
  readonly minBytes: number;
  readonly compressor: Compressor;
}

/** undefined: it is too short. */
function codedContent(content: Content, { coding, minBytes, compressor }: HowToCode): Content | undefined {
  if (content.kind === 'stream') {
    const { stream } = content;
    if (stream.length !== undefined && stream.length < minBytes) return undefined;
    return { kind: 'stream', stream: compressor.stream(stream, coding) };
  }
  const { parts, bytes } = encodeContent(content.pieces);
  if (bytes < minBytes) return undefined;
  const whole = Buffer.concat(parts, bytes);
  return bytes <= AT_ONCE_BYTES_MAX
    ? { kind: 'bytes', pieces: [compressor.atOnce(whole, coding)] }
    : { kind: 'stream', stream: compressor.stream(streamOf(whole), coding) };
}

function streamOf(bytes: Uint8Array): ContentStream {
  let left: Uint8Array | undefined = bytes;
  return {
    length: bytes.length,
    async read() {
      const piece = left;
      left = undefined;
      return piece;
    },
    close: () => undefined,
  };
}

/** RFC 9110 §8.8.1: a strong tag would promise the same bytes in every coding. */
function codedFields(headers: readonly FieldLine[], coding: Coding): readonly FieldLine[] {
  const weaker = headers.map(([name, value]): FieldLine => {
    return [name, name.toLowerCase() === 'etag' && value.startsWith('"') ? `W/${value}` : value];
  });
  return [...weaker, ['Content-Encoding', coding]];
}
