/** Why a process loads a module of handlers: `api.ts` reads it, perhaps in another copy. */
export type Purpose = 'serve' | 'check' | 'types';

/** Call it before any module of handlers is loaded; without it, a process serves. */
export function setPurpose(purpose: Purpose): void {
  Reflect.set(globalThis, Symbol.for('velosiped.purpose'), purpose);
}
