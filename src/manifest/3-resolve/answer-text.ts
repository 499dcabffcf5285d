import type { SoundAnswer } from './sound-site.ts';

/** How a route answers, in a few words. */
export function answerText(answer: SoundAnswer): string {
  switch (answer.kind) {
    case 'handler':
    case 'probe': {
      const call = `${answer.handler.text}()`;
      return answer.view === undefined ? call : `${call} → ${answer.view.name}`;
    }
    case 'submit':
      return `${answer.handler.text}()`;
    case 'view':
      return `view ${answer.view.name}`;
    case 'text':
    case 'json':
      return answer.kind;
    case 'redirect':
      return `redirect → ${targetOf(answer)}`;
  }
}

/** Where a redirect leads, in the manifest's words. */
export function targetOf({ to, location }: Extract<SoundAnswer, { kind: 'redirect' }>): string {
  return to.kind === 'route' ? to.route.text : location;
}
