import { readFileSync } from 'node:fs';

/** How many files this process can keep open (`ulimit -n`); Infinity if the system does not say. */
export function openFilesMax(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY; // only Linux has this file
  }
}
