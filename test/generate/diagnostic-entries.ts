import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fillMarked } from './fill-marked.ts';
import { wrapProse } from './wrap-prose.ts';

/** Everything that docs/errors/CODE.md says about one diagnostic code. */
export interface DiagnosticEntry {
  readonly code: string;
  /** In one line, without a full stop. */
  readonly meaning: string;
  readonly severity: Severity;
  /** `file:line:column` of the mistake in the sample. */
  readonly at: string | undefined;
  readonly wrong: Side;
  /** Its files are those that differ from the wrong ones. */
  readonly right: Side;
  /** The Markdown below the front matter. */
  readonly body: string;
}

/** One side of a section, and the files in it: a block belongs to `routes.yaml`, or to the name above it. */
export interface Side {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
}

const SEVERITIES = ['error', 'warning', 'error or warning'] as const;
type Severity = (typeof SEVERITIES)[number];

const FOLDER = join(import.meta.dirname, '../../docs/errors');

/** The entries of docs/errors/, by code in alphabetical order. */
export function readEntries(): readonly DiagnosticEntry[] {
  const codes = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ''));
  return codes.sort().map((code) => parseEntry(code, readFileSync(join(FOLDER, `${code}.md`), 'utf8')));
}

/** Throws with the name of the entry where it lacks a part. */
export function parseEntry(code: string, source: string): DiagnosticEntry {
  const [, head, body, wrong, right] = /^---\n(.*?)^---\n\n((Wrong:.*?)^(Right:.*))$/ms.exec(source) ?? [];
  if (head === undefined || body === undefined || wrong === undefined || right === undefined) {
    throw new Error(`docs/errors/${code}.md needs front matter, then "Wrong:", then "Right:"`);
  }
  const { meaning, severity, at }: Readonly<Record<string, unknown>> = parse(head);
  if (typeof meaning !== 'string' || meaning.endsWith('.')) {
    throw new Error(`docs/errors/${code}.md needs a meaning, without a full stop`);
  }
  if (!isSeverity(severity)) throw new Error(`docs/errors/${code}.md: severity is one of ${SEVERITIES.join(', ')}`);
  const place = typeof at === 'string' ? at : undefined;
  if ((place === undefined) !== (Object.keys(sideOf(wrong).files).length === 0)) {
    throw new Error(`docs/errors/${code}.md: a sample has files and a place (at: file:line:column), or neither`);
  }
  return { code, meaning, severity, at: place, wrong: sideOf(wrong), right: sideOf(right), body };
}

/** src/manifest/findings/diagnostic-codes.gen.ts: the codes without their texts, which no start needs. */
export function codesSource(entries: readonly DiagnosticEntry[]): string {
  const lines = entries.map(({ code, meaning, severity }) => `  /** ${meaning}. */\n  '${code}': '${severity}',\n`);
  return `// Generated from docs/errors/ by npm run generate: changes made here are lost.

/** Every code that a diagnostic can have, and its severity. */
export const SEVERITIES = {
${lines.join('')}} as const satisfies Readonly<Record<string, 'error' | 'warning' | 'error or warning'>>;

/** A key of the catalogue. */
export type DiagnosticCode = keyof typeof SEVERITIES;
`;
}

/** docs/reference/ERRORS.md, with a section for each entry. */
export function errorsPage(entries: readonly DiagnosticEntry[], page: string): string {
  return fillMarked(page, 'errors', () => entries.map(sectionOf).join('\n'));
}

function sectionOf({ code, meaning, severity, at, body }: DiagnosticEntry): string {
  const [file, line, column] = at?.split(':') ?? [];
  const place = file === undefined ? '' : ` In the sample: \`${file}\`, line ${line}, column ${column}.`;
  const words = wrapProse(`${meaning}. ${SEVERITY_WORDS[severity]}.${place}`);
  return `## ${code}\n\n${words}\n\n${body}`;
}

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'This is an error',
  warning: 'This is a warning',
  'error or warning': 'This is an error, or a warning if the manifest still works',
};

function sideOf(text: string): Side {
  const blocks = text.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```\w+\n(.*?)^```$/gms);
  return { text, files: Object.fromEntries([...blocks].map(([, name = 'routes.yaml', file = '']) => [name, file])) };
}

function isSeverity(value: unknown): value is Severity {
  return SEVERITIES.some((severity) => severity === value);
}
