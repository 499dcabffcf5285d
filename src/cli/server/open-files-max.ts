import { readFileSync } from 'node:fs';
import { guarded } from '../../http/guarded.ts';

/** How many files this process can keep open (`ulimit -n`); Infinity if the system does not say. */
export function openFilesMax(): number {
  // Only Linux has this file.
  const limits = guarded(() => readFileSync('/proc/self/limits', 'utf8')) ?? '';
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
}
