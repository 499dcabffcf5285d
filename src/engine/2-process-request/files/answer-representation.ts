import { randomUUID } from 'node:crypto';
import type { Answer, AnswerHead } from '../../../contract/answer.ts';
import type { Coding, Compressor } from '../../../contract/compression.ts';
import type { Content } from '../../../contract/content.ts';
import type { FileContent } from '../../../contract/files.ts';
import type { FieldLine, Request } from '../../../contract/request.ts';
import type { Validators } from '../../../http/entity-tag.ts';
import { evaluateConditions, meetsIfRange } from '../../../http/evaluate-conditions.ts';
import { fieldValue, hasConditions } from '../../../http/field-value.ts';
import { httpDateOf } from '../../../http/http-date.ts';
import { mergeFields } from '../../../http/merge-fields.ts';
import { type ByteRange, readRanges } from '../../../http/read-ranges.ts';
import { andThen } from '../../and-then.ts';
import { preconditionFailed, rangeNotSatisfiable } from '../../default-answers.ts';
import { type FilePart, FileStream } from './file-stream.ts';
import { varying, withVary } from './vary.ts';

/** What a request chose of a resource (RFC 9110 §3.2). */
export interface Representation extends Validators {
  readonly type: string;
  readonly size: number;
  readonly content: FileContent;
  readonly hasRanges: boolean;
  /** How the content is compressed before it is sent; undefined: it is sent as it is. */
  readonly make: Coding | undefined;
  /** The request fields that choose among representations: every answer about it says so, errors too. */
  readonly varyBy: readonly string[];
  /** Fields of an answer that has content. */
  readonly fields: readonly FieldLine[];
  /** Of one that answers many requests of one route: the heads of its answers, once they are made. */
  readonly kept?: KeptHeads;
}

interface KeptHeads {
  whole?: AnswerHead;
  notModified?: AnswerHead;
}

/** A request for it. */
export interface Asked {
  readonly request: Request;
  /** As the route declares it. */
  readonly head: AnswerHead;
  readonly nowMs: number;
  readonly compressor: Compressor;
}

/** Evaluates conditions and ranges, in the order of RFC 9110 §13.2.2. Closes what it does not send. */
export function answerRepresentation(representation: Representation, asked: Asked): Answer | Promise<Answer> {
  const { request, head, nowMs } = asked;
  const { fieldLines, method } = request;
  // Another status than 200 is not about the current state, which conditions are about (RFC 9110 §13.2.1).
  if (head.status !== 200) return whole(representation, asked);
  switch (
    hasConditions(fieldLines)
      ? evaluateConditions({ method, headers: request.headers, nowMs }, representation)
      : 'go-on'
  ) {
    case 'failed':
      letGo(representation.content);
      return varying(preconditionFailed(), representation.varyBy);
    case 'not-modified':
      letGo(representation.content);
      return notModified(representation, head);
    case 'go-on':
      break;
  }
  const field = method === 'GET' && representation.hasRanges ? fieldValue(fieldLines, 'range') : undefined;
  if (field === undefined || !meetsIfRange({ method, headers: request.headers, nowMs }, representation))
    return whole(representation, asked);
  const ranges = readRanges(field, representation.size);
  switch (ranges.kind) {
    case 'whole':
      return whole(representation, asked);
    case 'one':
      return partial(representation, head, ranges.range);
    case 'several':
      return multipart(representation, asked, ranges.ranges);
    case 'unsatisfiable':
      letGo(representation.content);
      return varying(rangeNotSatisfiable(field, representation.size), representation.varyBy);
  }
}

function whole(representation: Representation, { head, compressor }: Asked): Answer | Promise<Answer> {
  const { type, size, content, make } = representation;
  const answer = { kind: 'file', type, head: wholeHead(representation, head) } as const;
  const all = [{ from: 0, length: size }];
  if (make === undefined) return { ...answer, content: contentOf(content, all) };
  if (content.kind === 'open') {
    const stream = compressor.stream(new FileStream(content.source, all), make);
    return { ...answer, content: { kind: 'stream', stream } };
  }
  return andThen(compressor.once(content.bytes, make), (bytes): Answer => {
    return { ...answer, content: { kind: 'bytes', pieces: [bytes] } };
  });
}

function wholeHead(representation: Representation, head: AnswerHead): AnswerHead {
  const { kept } = representation;
  if (kept?.whole !== undefined) return kept.whole;
  const made = { ...headOf(representation, head, []), status: head.status, isKept: kept !== undefined };
  if (kept !== undefined) kept.whole = made;
  return made;
}

function partial(representation: Representation, head: AnswerHead, range: ByteRange): Answer {
  const { type, content } = representation;
  const fields: FieldLine[] = [['Content-Range', contentRange(range, representation)]];
  return {
    kind: 'file',
    type,
    head: { ...headOf(representation, head, fields), status: 206 },
    content: contentOf(content, [pieceOf(range)]),
  };
}

/**
 * multipart/byteranges (RFC 9110 §14.6). Content-Encoding would say that the multipart itself is coded (§8.4), and who decodes it gets
 * nothing: of what has it, all is sent.
 */
function multipart(
  representation: Representation,
  asked: Asked,
  ranges: readonly ByteRange[],
): Answer | Promise<Answer> {
  const { type, content } = representation;
  const head = headOf(representation, asked.head, []);
  if (fieldValue(head.headers, 'content-encoding') !== undefined) return whole(representation, asked);
  const boundary = randomUUID();
  const parts = ranges.flatMap((range, index) => {
    const start = index === 0 ? '' : '\r\n';
    const lines = `Content-Type: ${type}\r\nContent-Range: ${contentRange(range, representation)}\r\n\r\n`;
    return [Buffer.from(`${start}--${boundary}\r\n${lines}`, 'latin1'), pieceOf(range)];
  });
  return {
    kind: 'file',
    type: `multipart/byteranges; boundary=${boundary}`,
    head: { ...head, status: 206 },
    content: contentOf(content, [...parts, Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1')]),
  };
}

function headOf(
  representation: Representation,
  { headers, cookies }: AnswerHead,
  more: readonly FieldLine[],
): AnswerHead {
  const { fields, varyBy } = representation;
  const own = [...validatorFields(representation), ...fields, ...more];
  return { status: 200, headers: withVary(mergeFields(own, headers), varyBy), cookies };
}

/** RFC 9110 §15.4.5: what the 200 would say for caches, and nothing else about the content. */
function notModified(representation: Representation, { headers, cookies }: AnswerHead): Answer {
  const { kept } = representation;
  if (kept?.notModified !== undefined) return { kind: 'empty', head: kept.notModified };
  const own = mergeFields(validatorFields(representation), withoutContent(headers));
  const isKept = kept !== undefined;
  const head = { status: 304, headers: withVary(own, representation.varyBy), cookies, isKept };
  if (kept !== undefined) kept.notModified = head;
  return { kind: 'empty', head };
}

/** The fields of a 200 that its 304 has, too. */
export function withoutContent(headers: readonly FieldLine[]): readonly FieldLine[] {
  return headers.filter(([name]) => !ABOUT_CONTENT.test(name));
}

const ABOUT_CONTENT = /^content-(?:disposition|encoding|language|range|type)$/i;

function validatorFields({ tag, modifiedMs }: Validators): FieldLine[] {
  const fields: FieldLine[] = [['ETag', tag]];
  if (modifiedMs !== undefined) fields.push(['Last-Modified', httpDateOf(modifiedMs)]);
  return fields;
}

function contentRange({ first, last }: ByteRange, { size }: Representation): string {
  return `bytes ${first}-${last}/${size}`;
}

function pieceOf({ first, last }: ByteRange): FilePart {
  return { from: first, length: last - first + 1 };
}

function contentOf(content: FileContent, parts: readonly FilePart[]): Content {
  if (content.kind === 'open') return { kind: 'stream', stream: new FileStream(content.source, parts) };
  const { bytes } = content;
  const pieces = parts.map((part) =>
    part instanceof Uint8Array ? part : bytes.subarray(part.from, part.from + part.length),
  );
  return { kind: 'bytes', pieces };
}

function letGo(content: FileContent): void {
  if (content.kind === 'open') content.source.close();
}
