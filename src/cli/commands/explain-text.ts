import { maskControls } from '../../http/control-characters.ts';
import { wordList } from '../../http/word-list.ts';
import type { ExplainReport, NearMissReport } from './explain-report.ts';
import { fileWords } from './files-report.ts';
import { checkWords } from './gates-report.ts';

/** For people: the outcome in a line, then the facts behind it. */
export function explainText(report: ExplainReport, color: boolean): string {
  const { method, target, ok, message } = report;
  const paint: Paint = (style, text) => (color ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text);
  const title = `${paint('strong', maskControls(`${method} ${target}`))}: ${paint(ok ? 'good' : 'bad', maskControls(message))}`;
  const facts = factsOf(report).map(([label, ...texts]) => {
    return texts.map(
      (text, index) => `  ${paint('faint', (index === 0 ? label : '').padEnd(LABEL_WIDTH))}${maskControls(text)}`,
    );
  });
  const misses = report.nearMisses.flatMap((miss) => missLines(miss, paint));
  const heading = report.route === null ? 'Near misses:' : 'Other routes with this path:';
  const lonely = report.status === 404 && misses.length === 0 ? ['No path comes close.'] : [];
  return [title, ...section([], facts.flat()), ...section([heading], misses), ...section([], lonely)].join('\n');
}

type Style = 'strong' | 'good' | 'bad' | 'faint';
type Paint = (style: Style, text: string) => string;

const STYLES: Readonly<Record<Style, string>> = { strong: '1', good: '32', bad: '31', faint: '2' };
const LABEL_WIDTH = 12;

function section(heading: readonly string[], lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...heading, ...lines];
}

type Fact = readonly [label: string, ...texts: string[]];

/** A fact without texts is not shown. */
function factsOf(report: ExplainReport): readonly Fact[] {
  const { groups, checks, route, input, needs, files, problems, target, path, segments } = report;
  const place = route?.line === null || route === null ? '' : ` (${route.file}:${route.line})`;
  // If the target is its own path, and has no escapes, this would repeat the title.
  const decoded = path !== null && segments.length > 0 && (path.includes('%') || !target.startsWith(path));
  return [
    ...(decoded ? [['decoded', segments.map((segment) => JSON.stringify(segment)).join(' / ')] as const] : []),
    ...(route === null
      ? []
      : ([
          ['route', `${route.name}${place}`],
          ['path', route.path],
          ['answer', route.answeredBy],
        ] as const)),
    ['groups', ...groups.map(({ name, under, file, line }) => `${name}: under ${under} (${file}:${line})`)],
    ['meets', ...checks.map((check) => `${CHECK_NOUNS[check.kind]}${checkWords(check)} of the ${check.of}`)],
    ['preflight', ...preflightOf(report)],
    ['params', ...valuesOf(input?.params ?? {})],
    ['query', ...valuesOf(input?.query ?? {}), ...unread(report)],
    ['needs', ...needsOf(needs)],
    ['files', ...files.map(fileWords)],
    ['wrong', ...problems],
  ];
}

const CHECK_NOUNS = { sameOrigin: '', rateLimit: 'the rate limit ', guard: 'the guard ' };

function preflightOf({ preflight }: ExplainReport): readonly string[] {
  if (preflight === null) return [];
  const { origins, methods } = preflight;
  const pages = origins.includes('*') ? 'all origins' : wordList(origins, 'and');
  return [`pages of ${pages} can send ${wordList(methods, 'and')}; guards are not asked for this`];
}

function valuesOf(values: object): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
}

function unread({ query, input }: ExplainReport): readonly string[] {
  if (input === null) return query.map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return query
    .filter(([name]) => !Object.hasOwn(input.query, name))
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}, which the route does not read`);
}

function needsOf({ headers, cookies, body }: ExplainReport['needs']): readonly string[] {
  return [
    ...headers.map((name) => `the header ${name}`),
    ...cookies.map((name) => `the cookie ${name}`),
    ...(body ? ['a body'] : []),
  ];
}

function missLines({ name, path, reasons }: NearMissReport, paint: Paint): readonly string[] {
  return [`  ${maskControls(path)} ${paint('faint', name)}`, ...reasons.map((reason) => `    ${maskControls(reason)}`)];
}
