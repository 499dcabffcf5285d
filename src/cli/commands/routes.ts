import type { Parameter, PathSegment, Program, Route } from '../../contract/program.ts';
import { pathText } from '../../engine/2-process-request/near/path-differences.ts';
import { maskControls } from '../../http/control-characters.ts';
import { describeAnswer } from '../../manifest/3-resolve/describe-answer.ts';
import type { SoundRoute } from '../../manifest/3-resolve/sound-site.ts';
import { byText } from '../../manifest/collections/by-text.ts';
import { loadReported } from '../load-reported.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { reportFiles } from './files-report.ts';
import { checkWords, type PathGates, reportPath } from './gates-report.ts';
import { tableLines } from './text-table.ts';

/** Prints the table of routes, in the order in which the matcher prefers them. Resolves to the exit code. */
export async function routes({ manifest, json }: Command & { kind: 'routes' }, terminal: Terminal): Promise<number> {
  terminal.keepOut();
  const loaded = await loadReported(manifest, terminal);
  if (loaded === undefined) return 1;
  const served = loaded.program.routes.map((route) => ({ ...route, methods: servedMethods(route, loaded.program) }));
  const listed = served.toSorted(byPath).flatMap((route): Listed[] => {
    const written = loaded.site.routes.get(route.name);
    if (written === undefined) return [];
    return [{ route, written, gates: written.paths.map((path) => reportPath(loaded.site.groups, written, path)) }];
  });
  terminal.out(json ? JSON.stringify(listed.map(describeRoute), undefined, 2) : tableOf(listed, terminal));
  return 0;
}

/** With HEAD, which follows GET if the server has it; unless another route of the path has HEAD, which then answers. */
function servedMethods({ methods }: Route, program: Program): readonly string[] {
  if (!program.methods.includes('HEAD') || !methods.includes('GET') || methods.includes('HEAD')) return methods;
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

interface Listed {
  readonly route: Route;
  readonly written: SoundRoute;
  /** Of each of its paths. */
  readonly gates: readonly PathGates[];
}

/** In the order of the matcher: decided from the left, a literal before a parameter before the rest. */
function byPath(a: Route, b: Route): number {
  const [left = [], right = []] = [a.paths[0], b.paths[0]];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = bySegment(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return byText(a.methods.join(), b.methods.join());
}

const RANKS = { literal: 1, parameter: 2, rest: 3 };

function bySegment(a: PathSegment | undefined, b: PathSegment | undefined): number {
  const [left, right] = [a === undefined ? 0 : RANKS[a.kind], b === undefined ? 0 : RANKS[b.kind]];
  return a?.kind === 'literal' && b?.kind === 'literal' ? byText(a.text, b.text) : left - right;
}

/** The columns of `MAYBE` are not there where they would be empty. */
const HEAD = ['METHODS', 'PATH', 'NAME', 'ANSWERED BY', 'MEETS', 'UPLOADS', 'SUMMARY'];
const MAYBE: ReadonlySet<string> = new Set(['MEETS', 'UPLOADS']);

function tableOf(listed: readonly Listed[], { outColor, outColumns }: Terminal): string {
  const isAlias: boolean[] = [];
  const rows = listed.flatMap(({ route, written, gates }) => {
    const [meets = '', ...aliasMeets] = gates.map(meetsWords);
    const [path = [], ...aliases] = route.paths;
    isAlias.push(false, ...aliases.map(() => true));
    const summary = (route.summary ?? '').replace(/\s+/g, ' ');
    const uploads = reportFiles(route).map((file) => file.name);
    return [
      [
        ...[route.methods.join(' '), pathText(path), route.name, describeAnswer(written.answer).words],
        ...[meets, uploads.join(', '), summary],
      ],
      ...aliases.map((alias, index) => ['', `  or ${pathText(alias)}`, '', '', aliasMeets[index] ?? '', '', '']),
    ];
  });
  const isShown = HEAD.map((title, column) => !MAYBE.has(title) || rows.some((row) => row[column] !== ''));
  const shown = (row: readonly string[]) => row.filter((_, column) => isShown[column]);
  const head = shown(HEAD);
  const paint = (text: string, column: number, row: number | undefined): string => {
    if (!outColor || text === '') return text;
    if (row === undefined || isAlias[row] === true || column === head.length - 1) return `\x1b[2m${text}\x1b[22m`;
    return head[column] === 'PATH' ? paintPath(text) : text;
  };
  const cells = rows.map((row) => shown(row).map(maskControls));
  return tableLines({ head, rows: cells, columnsMax: outColumns, paint }).join('\n');
}

/** Rate limits and guards; in brackets what depends on the parameters of the path. */
function meetsWords({ checks }: PathGates): string {
  const asked = checks.filter(({ kind }) => kind !== 'sameOrigin');
  return asked.map((check) => (check.always ? checkWords(check) : `(${checkWords(check)})`)).join(', ');
}

/** Highlights parameters. */
function paintPath(text: string): string {
  return text.replace(/\{[^/}]*(?:\}|…)/g, (parameter) => `\x1b[36m${parameter}\x1b[39m`);
}

/** All of a route that a tool wants to know. Every key is always there; what is absent is null. */
function describeRoute({ route, written, gates }: Listed): object {
  const { name, summary = null, methods, paths, params, query, headers, cookies, body, response } = route;
  const { answer, handler, view, redirect } = describeAnswer(written.answer);
  const { file, line } = written.at.key;
  return {
    name,
    summary,
    methods,
    paths: paths.map(pathText),
    params: params.map(describeParameter),
    query: query.map(describeParameter),
    headers: headers.map(describeParameter),
    cookies: cookies.map(describeParameter),
    body: body !== undefined,
    files: reportFiles(route),
    answer,
    handler,
    view,
    redirect,
    gates,
    status: response.status,
    file,
    line,
  };
}

function describeParameter({ name, title, type, required, default: fallback = null }: Parameter): object {
  return { name, title, type, required, default: fallback };
}
