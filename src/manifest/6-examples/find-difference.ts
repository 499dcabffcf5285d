import { isRecord } from '../1-read/is-record.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';

/** The first place where two values differ. */
export interface Difference {
  readonly path: KeyPath;
  /** `undefined` means that nothing is there. */
  readonly expected: unknown;
  readonly found: unknown;
}

export interface CompareOptions {
  /** Whether a map can have more keys than expected. */
  readonly moreKeys: boolean;
}

/** Compares as JSON: the order of keys is free, that of items is not. Keys come in the expected order. */
export function findDifference(expected: unknown, found: unknown, options: CompareOptions): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) return differenceOfLists(expected, found, options);
  if (isRecord(expected) && isRecord(found)) return differenceOfRecords(expected, found, options);
  return expected === found ? undefined : { path: [], expected, found };
}

function differenceOfLists(
  expected: readonly unknown[],
  found: readonly unknown[],
  options: CompareOptions,
): Difference | undefined {
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const difference = findDifference(expected[index], found[index], options);
    if (difference !== undefined) return below(String(index), difference);
  }
  return undefined;
}

function differenceOfRecords(
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
  options: CompareOptions,
): Difference | undefined {
  const keys = options.moreKeys ? Object.keys(expected) : new Set([...Object.keys(expected), ...Object.keys(found)]);
  for (const key of keys) {
    const difference = findDifference(own(expected, key), own(found, key), options);
    if (difference !== undefined) return below(key, difference);
  }
  return undefined;
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function below(key: string, difference: Difference): Difference {
  return { ...difference, path: [key, ...difference.path] };
}
