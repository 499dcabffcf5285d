import type { Program } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { openRequestReader } from '../../engine/1-accept-request/request-reader.ts';
import { redactTarget } from '../../engine/4-make-log/redact.ts';
import { TOKEN } from '../../http/grammar.ts';

/** A request as the server would read it, or why it is not one. */
export type AcceptedTarget =
  | { readonly kind: 'request'; readonly request: Request }
  /** `code` and `status` are those that the record and the answer would have. */
  | { readonly kind: 'refused'; readonly code: string; readonly status: number; readonly message: string };

/** Has the reader of a server with this program read a request line with this method and this target. */
export function acceptTarget(method: string, target: string, { limits, tls, logs }: Program): AcceptedTarget {
  const shown = redactTarget(logs.secrets, target);
  if (!TOKEN.test(method)) return refused('not-http', `${quote(method)} is not a method: a method is one word`);
  if (target === '') return refused('not-http', 'a request target begins with "/"');
  // The part after a blank or a line end would be read as something else.
  if (/[\s\p{Cc}]/u.test(target)) return refused('bad-target', `a request target has no spaces${sentAs(shown)}`);
  const reader = openRequestReader(() => limits, { secure: tls !== undefined });
  reader.push(Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`));
  reader.end();
  for (;;) {
    const event = reader.next();
    switch (event.kind) {
      case 'head':
        continue;
      case 'complete':
        return event.accepted;
      case 'rejected': {
        const { code, status, message } = event.accepted.fault;
        const reason = message.replace(/^The/, 'the');
        return { kind: 'refused', code, status, message: reason + sentAs(shown) };
      }
      case 'need-data':
      case 'closed':
        throw new Error(`The reader wants more than a whole head: ${event.kind}`);
    }
  }
}

function refused(code: string, message: string): AcceptedTarget {
  return { kind: 'refused', code, status: 400, message };
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** What was typed, as a browser sends it. */
function sentAs(target: string): string {
  const sent = target.replace(/[^\x21-\x7E]+/g, encodeURIComponent);
  return sent === target ? '' : `; a browser would send ${sent}`;
}
