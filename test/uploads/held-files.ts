import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Files of uploads that this process still holds open, by name or without one. Linux. */
export function held(): readonly string[] {
  const open = readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return []; // it was that of the folder
    }
  });
  const named = readdirSync(tmpdir()).filter((name) => name.startsWith('velosiped-upload-'));
  return [...named, ...open.filter((path) => path.includes('velosiped-upload-'))];
}
