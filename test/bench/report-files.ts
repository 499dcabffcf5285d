import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drawChart } from './draw-chart.ts';
import { drawGrowth } from './draw-growth.ts';
import type { Results } from './results.ts';
import { writeReport } from './write-report.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');

/** The figures that docs/BENCHMARKS.md was written from; undefined where there are none. */
export function readResults(file: string = join(DOCS, 'benchmarks.json')): Results | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;
}

/** What the files of the report hold, by their names below docs/. */
export function reportFiles(results: Results): ReadonlyMap<string, string> {
  return new Map([
    ['benchmarks.json', `${JSON.stringify(results, rounded, 1)}\n`],
    ['BENCHMARKS.md', writeReport(results)],
    ['benchmarks.svg', drawChart(results)],
    ...(results.growth === undefined ? [] : [['benchmarks-growth.svg', drawGrowth(results.growth)] as const]),
  ]);
}

/** Writes the report to docs/. */
export function saveReport(results: Results): void {
  // From what the file will hold, so that the page can be written again from it.
  const kept = JSON.parse(JSON.stringify(results, rounded)) as Results;
  for (const [name, text] of reportFiles(kept)) writeFileSync(join(DOCS, name), text);
}

/** Five digits are more than any of it means. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}
