import type { AnswerHead } from '../../contract/answer.ts';
import type { Coding, Compressor } from '../../contract/compression.ts';
import type { Content, ContentStream } from '../../contract/content.ts';
import type { Program, WrittenFields } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { fieldValue, isCalled } from '../../http/field-value.ts';
import { mergeFields, varyingBy } from '../../http/merge-fields.ts';
import { chooseCoding } from '../choose-coding.ts';
import { copyPieces, sizeContent } from './message-bytes.ts';
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
    headers: overridden(pageFields, head.headers),
    accepted: context.fieldLines && fieldValue(context.fieldLines, 'accept-encoding'),
  });
  if (choice.kind === 'never') return rendered;
  const hasVary = fieldValue(head.headers, 'vary') !== undefined;
  const varies = {
    ...rendered,
    head: hasVary ? { ...head, headers: varyingBy('Accept-Encoding', head.headers) } : head,
    codingFields: hasVary ? '' : VARY_LINE,
  };
  if (choice.kind === 'plain') return varies;
  // It says what its 200 would (RFC 9110 §15.4.5), which was not rendered: a weak tag is right whatever its length.
  if (head.status === 304) return { ...varies, head: weakened(varies.head) };
  const { coding } = choice;
  const coded = codedContent(content, { coding, minBytes: compression.minBytes, compressor: context.compressor });
  if (coded.kind === 'plain') return { ...varies, content: coded.content };
  const codingFields = `${varies.codingFields}Content-Encoding: ${coding}\r\n`;
  return { ...varies, head: weakened(varies.head), codingFields, content: coded.content };
}

/** Written apart: the fields that a manifest declares are written once, as long as nothing is added to them. */
const VARY_LINE = 'Vary: Accept-Encoding\r\n';

/** The fields that can forbid it. */
function overridden(ofPages: WrittenFields | undefined, own: readonly FieldLine[]): readonly FieldLine[] {
  return ofPages === undefined || ofPages.canBeCoded ? own : mergeFields(ofPages.lines, own);
}

/** Answers without content, and parts of one, which another coding would cut elsewhere. */
const NOT_WHOLE: ReadonlySet<number> = new Set([204, 205, 206]);

interface HowToCode {
  readonly coding: Coding;
  readonly minBytes: number;
  readonly compressor: Compressor;
}

/** `plain`: it is short and stays as it is. */
interface Coded {
  readonly kind: 'coded' | 'plain';
  readonly content: Content;
}

function codedContent(content: Content, { coding, minBytes, compressor }: HowToCode): Coded {
  if (content.kind === 'stream') {
    const { stream } = content;
    if (stream.length !== undefined && stream.length < minBytes) return { kind: 'plain', content };
    return { kind: 'coded', content: { kind: 'stream', stream: compressor.stream(stream, coding) } };
  }
  const { pieces, bytes } = sizeContent(content.pieces);
  if (bytes < minBytes) return { kind: 'plain', content };
  const whole = Buffer.allocUnsafeSlow(bytes);
  copyPieces(pieces, whole, 0);
  const made: Content =
    bytes <= AT_ONCE_BYTES_MAX
      ? { kind: 'bytes', pieces: [compressor.atOnce(whole, coding)] }
      : { kind: 'stream', stream: compressor.stream(oneRead(whole), coding) };
  return { kind: 'coded', content: made };
}

function oneRead(bytes: Uint8Array): ContentStream {
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
function weakened(head: AnswerHead): AnswerHead {
  if (fieldValue(head.headers, 'etag')?.startsWith('"') !== true) return head;
  const headers = head.headers.map(([name, value]): FieldLine => {
    return [name, isCalled(name, 'etag') ? `W/${value}` : value];
  });
  return { ...head, headers };
}
