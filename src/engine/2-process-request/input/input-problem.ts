import type { ToldProblem } from '../../../contract/told-problem.ts';

/** With a full stop, unless it ends with a mark of its own. */
export function asSentence(words: string): string {
  return /[.!?…]$/u.test(words) ? words : `${words}.`;
}

/** Input that breaks its rule: where it is, what the visitor reads, and what was found. */
export interface InputProblem extends Pick<ToldProblem, 'in' | 'name' | 'pointer'> {
  readonly message: string;
  readonly cause: string;
  /** The field of a form that it is about, and the sentence beside that. */
  readonly beside?: readonly [field: string, sentence: string];
}

/** What is wrong with each field of a form: the first that was found. */
export function besideFields(problems: readonly InputProblem[]): ReadonlyMap<string, string> {
  return new Map(problems.flatMap(({ beside }) => (beside === undefined ? [] : [beside])).reverse());
}
