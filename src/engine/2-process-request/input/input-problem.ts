import type { ToldProblem } from '../../../contract/told-problem.ts';

/** Input that breaks its rule: where it is, what the visitor reads, and what was found. */
export interface InputProblem extends Pick<ToldProblem, 'in' | 'name' | 'pointer'> {
  readonly message: string;
  readonly cause: string;
}
