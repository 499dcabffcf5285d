/** What `check` and a reload do beyond a plain start, which does without these files: each takes it 1 to 2 ms. */
export { lintUsage } from './4-lint/lint-usage.ts';
export { compileExamples } from './6-examples/compile-examples.ts';
