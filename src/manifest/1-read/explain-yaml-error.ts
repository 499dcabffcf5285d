import type { CST, YAMLError } from 'yaml';
import type { AnyFinding, Finding, Findings } from '../findings/findings.ts';
import { findStranger, strangerIn } from '../findings/look-alikes.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { badYaml, explainUnclosed, findOpeners, type Openers } from './explain-unclosed.ts';

/** What the YAML parser found in one text. */
export interface YamlErrors {
  readonly errors: readonly YAMLError[];
  readonly tokens: readonly CST.Token[];
  /** Where the document broke off, so that nothing from there on was read; undefined where it did not. */
  readonly lostFrom: number | undefined;
}

/** Says what the YAML parser found. One mistake often causes several errors in its line: only the first is said. */
export function explainYamlErrors(source: Source, { errors, tokens, lostFrom }: YamlErrors, findings: Findings): void {
  const openers = findOpeners(tokens);
  const saidLines = new Set<number>();
  let count = 0;
  let saidTab = false;
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  for (const error of inOrder.slice(0, ERRORS_EXPLAINED_MAX)) {
    // The document broke off because of what was said before.
    if (lostFrom !== undefined && error.pos[0] >= lostFrom && count > 0) return;
    const finding = explain(source, error, openers);
    const isTab = finding.code === 'tab-indentation';
    // A person who indents with tabs does so everywhere.
    const noticed = spanOf(source, ...error.pos).line;
    if (saidLines.has(finding.at.line) || saidLines.has(noticed) || (isTab && saidTab)) continue;
    saidTab ||= isTab;
    // What is wrong can be in another line than the one in which the parser noticed it.
    saidLines.add(finding.at.line).add(noticed);
    findings.add(finding);
    count += 1;
    // Its brace closed one that it should not have.
    if (finding.code === 'unquoted-variable' && lostFrom !== undefined) return;
    // After a broken line the parser is sooner or later in a wrong state.
    if (count >= ERRORS_SAID_MAX) return;
  }
}

const ERRORS_SAID_MAX = 5;
/** One line can have very many. */
const ERRORS_EXPLAINED_MAX = 100;

function explain(source: Source, error: YAMLError, openers: Openers): AnyFinding {
  const [start, end] = error.pos;
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = source.text.indexOf('\n', start);
  const line = source.text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, '');
  const variable = unquotedVariable(line, start - lineStart);
  if (variable !== undefined) {
    return unquotedVariableFinding(source, lineStart + variable.index, variable.text);
  }
  const tab = /^[ -]*\t/.exec(line);
  if (error.code === 'TAB_AS_INDENT' || tab !== null) {
    const at = tab === null ? start : lineStart + tab[0].length - 1;
    const message = 'The line is indented with a tab';
    return { code: 'tab-indentation', at: spanOf(source, at, at + 1), message, hint: 'indent with spaces' };
  }
  const unclosed = explainUnclosed(source, error, openers) ?? ofDeeperLine(source, error);
  if (unclosed !== undefined) return unclosed;
  const said = error.message.split(/ at line \d/)[0]?.replaceAll('"', "'") ?? error.code;
  const message = `Invalid YAML: "${said}"`;
  // The last character where the text ended too early.
  const until = Math.min(Math.max(end, start + 1), Math.max(source.text.length, start));
  const stranger = findStranger(line);
  if (stranger !== -1) {
    const hint = `the line ${strangerIn(line.slice(stranger)) ?? ''}: YAML knows signs of ASCII alone`;
    return badYaml(source, [lineStart + stranger, lineStart + stranger + 1], { message, hint });
  }
  const hint = HINTS.find(([words]) => words.test(`${said}: ${source.text.slice(start, start + 1)}`))?.[1];
  return badYaml(source, [start, until], { message, hint });
}

/** The finding for `${…}` outside quotes, which YAML reads in different ways in different places. */
export function unquotedVariableFinding(source: Source, start: number, text: string): Finding {
  return {
    code: 'unquoted-variable',
    at: spanOf(source, start, start + text.length),
    message: `"${text}" needs quotes`,
    hint: 'put it in quotes: then it is replaced in server, logs, clients and session, and kept as it is elsewhere',
  };
}

/** The first line of a value has no key, so the key that the parser met is in a later one, which is indented more than its neighbours. */
function ofDeeperLine(source: Source, { code, pos: [start] }: YAMLError): AnyFinding | undefined {
  const isKey =
    code === 'BLOCK_AS_IMPLICIT_KEY' && !/:(?:\s|$)|^ /.test(source.text.slice(start).split('\n', 1)[0] ?? '');
  LATER_KEY.lastIndex = start;
  const [before, key] = (isKey ? LATER_KEY.exec(source.text)?.slice(1) : undefined) ?? [];
  if (before === undefined || key === undefined) return undefined;
  const from = start + before.length;
  const message = 'Invalid YAML: this line is indented more than the key above, which has a value already';
  const hint = 'indent it as that key; a value of several lines that holds ": " must be quoted';
  return badYaml(source, [from, from + key.length], { message, hint });
}

const LATER_KEY = /([^\n]*\n\s*)(\S[^\n]*?):(?:\s|$)/y;

/** By what the parser says, followed by the character at which it says so. */
const HINTS: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /token: [|>]|^Not a YAML token|^Block scalar header/,
    'after | or > come only 1 to 9, + or -: the text begins on the next line, indented',
  ],
  [/^Block scalars with more-indented/, 'indent the empty lines before the text no more than the text'],
  [/^Unexpected .*scalar at node end/, 'the value ends before this: put all of it in quotes'],
  [/[[\]{}]$/, 'inside { } and [ ] a value that holds a bracket must be quoted, and every bracket must be closed'],
  [/: \*$/, 'an alias is a whole value: nothing can follow it'],
  [/^Anchor|^Alias|^An alias/, 'a value that begins with & or * must be quoted, unless it is an anchor or an alias'],
  [/^A block sequence/, 'check the indentation: the items of a list begin at the same column'],
  [/directives-end marker/, 'begin the manifest on the line after "---"'],
  [/^Unexpected block-seq-ind/, 'a list begins on the line after its key, or is written [a, b]'],
  [/^Missing , or :/, 'inside { } and [ ] one comma ends each value; also check that every quote is closed'],
  [/^Nested mappings/, 'a value that holds ": " must be quoted, and a map begins on its own line'],
  [/^Plain value cannot start/, 'put the value in quotes'],
  [/flow .*: -$/, 'inside { } and [ ] a value such as - must be quoted'],
  [/^Unexpected ,|flow collections/, 'inside { } and [ ] one comma ends each value'],
  [/^Implicit .*: [<=>]$/, 'resolve the conflict that version control left here'],
  [/^Implicit .*: \/$/, 'a comment begins with "#", and a key must end in ": " on its own line'],
  [
    /start at the same column|sufficiently indented/,
    'check the indentation (a text after | or > has more than its key), and that every { [ and quote is closed',
  ],
  [/^Implicit keys/, 'a key must end in ": " on its own line; inside { } and [ ] one comma ends each value'],
  [/^Unresolved tag|^The !|^Tags/, 'tags that begin with ! are not supported; put the value in quotes'],
  [/^Missing|followed by map values/, 'check that every { [ and quote is closed, and that keys end in ": "'],
  [/^Unexpected|^Unknown/, 'a key must end in ": ", and a value with special characters must be quoted'],
];

/** The last `${` outside quotes before the place where the parser failed. */
function unquotedVariable(
  line: string,
  stumbled: number,
): { readonly index: number; readonly text: string } | undefined {
  const index = line.slice(0, stumbled + 2).lastIndexOf('${');
  if (index === -1) return undefined;
  const before = line.slice(0, index).replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
  if (/["']|(?:^|\s)#/.test(before)) return undefined;
  const text = /^\$\{[^}\s]*\}?/.exec(line.slice(index))?.[0] ?? '${';
  return { index, text };
}
