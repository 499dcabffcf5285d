/** Input that breaks its rule: what the visitor reads, and what was found. */
export interface InputProblem {
  readonly message: string;
  readonly cause: string;
}
