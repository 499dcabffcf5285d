import type { SoundAnswer } from './sound-site.ts';

/** How a route answers, as `routes` and `explain` show it. */
export interface AnswerDescription {
  /** In a few words. */
  readonly words: string;
  /** The key that declares it. */
  readonly answer: string;
  readonly handler: string | null;
  readonly view: string | null;
  /** `to` is in the manifest's words. */
  readonly redirect: { readonly to: string; readonly location: string } | null;
}

export function describeAnswer(answer: SoundAnswer): AnswerDescription {
  const nothing = { answer: answer.kind, handler: null, view: null, redirect: null };
  switch (answer.kind) {
    case 'handler':
    case 'probe':
    case 'submit': {
      const handler = answer.handler.text;
      const view = (answer.kind === 'submit' ? undefined : answer.view?.name) ?? null;
      const words = view === null ? `${handler}()` : `${handler}() → ${view}`;
      return { ...nothing, answer: 'handler', words, handler, view };
    }
    case 'view':
      return { ...nothing, words: `view ${answer.view.name}`, view: answer.view.name };
    case 'text':
    case 'json':
      return { ...nothing, words: answer.kind };
    case 'file':
      return { ...nothing, words: `file ${answer.file.text}` };
    case 'folder':
      return { ...nothing, words: `folder ${answer.root.text}` };
    case 'redirect': {
      const { to, location } = answer;
      const redirect = { to: to.kind === 'route' ? to.route.text : location, location };
      return { ...nothing, words: `redirect → ${redirect.to}`, redirect };
    }
  }
}
