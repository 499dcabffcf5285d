import type { Answer } from '../../../contract/answer.ts';
import type { Responder } from '../../../contract/program.ts';
import { andThen } from '../../and-then.ts';
import { chooseCoding } from '../../choose-coding.ts';
import type { FileAsked } from './answer-file.ts';
import { answerRepresentation, type Representation } from './answer-representation.ts';

/** Answers a route with its fixed body, which is recognised by its content. */
export function answerFixed(
  { type, body, tag }: Responder & { kind: 'fixed' },
  asked: FileAsked,
): Answer | Promise<Answer> {
  const { request, head, compression } = asked;
  const { headers, method } = request;
  if (tag === undefined || head.status !== 200 || (method !== 'GET' && method !== 'HEAD')) {
    return { kind: 'fixed', type, body, head };
  }
  const accepted = headers.get('accept-encoding');
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
    if (answer.kind !== 'file' || answer.content.kind !== 'bytes') return answer;
    // A page of the manifest has the fields of pages.
    const [bytes] = answer.content.pieces;
    return bytes instanceof Uint8Array
      ? { kind: 'fixed', type, head: answer.head, body: bytes, isChosen: true }
      : answer;
  });
}
