import type { ToldProblem } from '../../../contract/told-problem.ts';

/** With a full stop, unless it ends with a mark of its own. */
export function asSentence(words: string): string {
  return /[.!?…]$/u.test(words) ? words : `${words}.`;
}

/** Input that breaks its rule: where it is, what the visitor reads, and what was found. */
export interface InputProblem extends Pick<ToldProblem, 'in' | 'name' | 'pointer'> {
  readonly message: string;
  readonly cause: string;
}
