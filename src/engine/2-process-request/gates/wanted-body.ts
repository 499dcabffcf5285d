import type { Program } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import type { UploadPlan } from '../../../contract/uploads.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import type { Admitted } from '../admit-request.ts';
import { refusedByHead } from '../input/read-body.ts';
import { uploadPlan } from '../input/receive-form.ts';
import { bodyBytesMaxOf } from './find-gates.ts';

/** What becomes of a body when the head of its request was judged. */
export type WantedBody =
  | {
      readonly kind: 'wanted';
      readonly bytesMax: number;
      /** Whether the answer depends on it. */
      readonly counts: boolean;
      /** It is a form that is not gathered in memory. */
      readonly plan: UploadPlan | undefined;
    }
  | { readonly kind: 'unwanted' };

/** A body that changes nothing is read up to here, so that its connection can go on; a larger one ends it, unread. */
const IDLE_BYTES_MAX = 64 * 1024;

export function wantedBody(program: Program, request: Request, admitted: Admitted): WantedBody {
  const { target, expectsContinue } = request;
  const { route, groups } = admitted;
  const bytesMax = bodyBytesMaxOf(program, groups, route);
  const isAdmitted = admitted.kind === 'admitted';
  if (isAdmitted && malformedQuery(target) === undefined) {
    const { body } = admitted.route;
    const isRefused = expectsContinue && body !== undefined && refusedByHead(body, request) !== undefined;
    if (!isRefused) return { kind: 'wanted', bytesMax, counts: true, plan: uploadPlan(body, request) };
  }
  // A client that waits for a 100 gets the answer instead (RFC 9110 §10.1.1), and so does one that may not ask this route.
  if (expectsContinue || (!isAdmitted && route !== undefined)) return { kind: 'unwanted' };
  return { kind: 'wanted', bytesMax: Math.min(bytesMax, IDLE_BYTES_MAX), counts: false, plan: undefined };
}
