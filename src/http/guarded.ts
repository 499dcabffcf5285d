/** What cannot be read counts as undefined: a file that is not there, or a getter of a thrown value that throws again. */
export function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
