import type { Answer } from '../../../contract/answer.ts';
import type { Responder } from '../../../contract/program.ts';
import { fieldValue, hasConditions } from '../../../http/field-value.ts';
import { mergeFields } from '../../../http/merge-fields.ts';
import { andThen } from '../../and-then.ts';
import { chooseCoding } from '../../choose-coding.ts';
import type { FileAsked } from './answer-file.ts';
import { answerRepresentation, type Representation } from './answer-representation.ts';

/** Answers a route with its fixed body, which is recognised by its content. */
export function answerFixed(
  { type, body, tag, tagLine }: Responder & { kind: 'fixed' },
  asked: FileAsked,
): Answer | Promise<Answer> {
  const { request, head, compression } = asked;
  const { fieldLines, method } = request;
  if (tag === undefined || head.status !== 200 || (method !== 'GET' && method !== 'HEAD')) {
    return { kind: 'fixed', type, body, head };
  }
  // Nearly all of them: made without a representation, whose fields are written for each request.
  if (tagLine !== undefined && compression === undefined && !hasConditions(fieldLines)) {
    const headers = mergeFields(tagLine, head.headers);
    return { kind: 'fixed', type, body, head: { status: 200, headers, cookies: head.cookies }, isChosen: true };
  }
  const accepted = fieldValue(fieldLines, 'accept-encoding');
  const choice = chooseCoding(compression, { type, bytes: body.length, headers: head.headers, accepted });
  const coding = choice.kind === 'coded' ? choice.coding : undefined;
  const representation: Representation = {
    type,
    size: body.length,
    content: { kind: 'memory', bytes: body },
    hasRanges: false,
    make: coding,
    varyBy: choice.kind === 'never' ? [] : ['Accept-Encoding'],
    fields: coding === undefined ? [] : [['Content-Encoding', coding]],
    tag: `"${tag}${coding === undefined ? '' : `-${coding}`}"`,
    modifiedMs: undefined,
  };
  return andThen(answerRepresentation(representation, asked), (answer) => {
    if (answer.kind === 'empty') return { ...answer, type, isChosen: true };
    if (answer.kind !== 'file' || answer.content.kind !== 'bytes') return answer;
    // A page of the manifest has the fields of pages.
    const [bytes] = answer.content.pieces;
    return bytes instanceof Uint8Array
      ? { kind: 'fixed', type, head: answer.head, body: bytes, isChosen: true }
      : answer;
  });
}
