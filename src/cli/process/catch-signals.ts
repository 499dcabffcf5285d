import { Signals } from './signals.ts';

/** Those of this process, caught by importing this: before the first line of who imports nothing else. */
export const signals = new Signals();
