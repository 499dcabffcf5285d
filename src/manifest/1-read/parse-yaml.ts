import { Composer, type CST, type Document, isMap, isScalar, Lexer, Parser, type YAMLMap } from 'yaml';
import type { Findings } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { badYaml } from './explain-unclosed.ts';
import { explainYamlErrors } from './explain-yaml-error.ts';

/** The one map that a manifest is, and the document that resolves its aliases. */
export interface YamlRoot {
  readonly document: Document.Parsed;
  readonly map: YAMLMap.Parsed;
}

/**
 * Text to YAML nodes with positions (YAML 1.2.2, core schema).
 * Faults: control-character, bad-yaml, tab-indentation, unquoted-variable, too-deep, several-documents, empty-manifest, not-a-map.
 */
export function parseYaml(source: Source, findings: Findings, words = MANIFEST_WORDS): YamlRoot | undefined {
  if (refuseControlCharacters(source, findings)) return undefined;
  const tokens = tokenize(source, findings);
  if (tokens === undefined) return undefined;
  const documents: Document.Parsed[] = [];
  // Unique keys are checked later: the composer's own check is quadratic.
  const composer = new Composer({ uniqueKeys: false, merge: false });
  const read = tokens.filter((token) => !isVersion(token));
  refuseVersions(source, tokens, findings);
  for (const document of composer.compose(read, true, source.text.length)) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  const [first, second] = documents;
  if (first === undefined) return undefined;
  if (first.errors.length + first.warnings.length > 0) {
    const lostFrom = tokens.find(({ type }) => type === 'error')?.offset;
    explainYamlErrors(source, { errors: [...first.errors, ...first.warnings], tokens, lostFrom }, findings);
    return undefined;
  }
  if (second !== undefined) {
    const start = secondDocument(tokens);
    const at = spanOf(source, start, start + DOCUMENT_MARK.length);
    const hint = 'a manifest is one document: remove the line "---" and what follows, or move it to a file of its own';
    findings.add({ code: 'several-documents', at, message: 'The file holds a second document', hint });
    return undefined;
  }
  return rootOf(first, source, findings, words);
}

/** The words for a file that is not a map of keys. */
export interface RootWords {
  /** What the file should be: `manifest`. */
  readonly noun: string;
  readonly smallest: string;
  readonly keys: string;
}

const MANIFEST_WORDS: RootWords = {
  noun: 'manifest',
  smallest: 'the smallest manifest is "version: 1" and "routes: {}"',
  keys: 'it must be a map of keys such as "version" and "routes"',
};

/** Deeper than any manifest; far below what would exhaust the stack of the steps that follow. */
const NESTING_MAX = 100;
const DOCUMENT_MARK = '---';

/** The tokenizer is iterative, and everything after it is recursive: so depth is limited here. */
function tokenize(source: Source, findings: Findings): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > NESTING_MAX && parser.stack.filter(isCollection).length > NESTING_MAX) {
      const at = spanOf(source, parser.offset - lexeme.length, parser.offset);
      const message = `Values are nested more than ${NESTING_MAX} deep`;
      findings.add({ code: 'too-deep', at, message });
      return undefined;
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/**
 * YAML allows none outside quotes (YAML 1.2.2 §5.1), and those that it allows inside are just as invisible. A lone
 * carriage return, a line end in YAML, is not one here either.
 */
function refuseControlCharacters(source: Source, findings: Findings): boolean {
  const found = /(?![\t\n]|\r\n)\p{Cc}/u.exec(source.text);
  if (found === null) return false;
  const [character] = found;
  const digits = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  findings.add({
    code: 'control-character',
    at: spanOf(source, found.index, found.index + 1),
    message: `The file holds the control character U+${digits}`,
    hint: character === '\r' ? 'end lines with LF or CRLF' : `remove it, or write it in double quotes as \\u${digits}`,
  });
  return true;
}

function isVersion(token: CST.Token): token is CST.Directive {
  return token.type === 'directive' && token.source.startsWith('%YAML');
}

/** Every manifest is read by the rules of YAML 1.2, whatever it says: in 1.1 `no` is false and 010 is eight. */
function refuseVersions(source: Source, tokens: readonly CST.Token[], findings: Findings): void {
  for (const { offset, source: line } of tokens.filter(isVersion)) {
    const version = line.slice('%YAML'.length).trim();
    if (version === '1.2') continue;
    const message = `Cannot read "${line.trim()}": a manifest is YAML 1.2`;
    const hint = 'remove this line and the "---" after it';
    findings.add(badYaml(source, [offset, offset + line.trimEnd().length], { message, hint }));
  }
}

/** Where the mark of the second document stands, or its first token. */
function secondDocument(tokens: readonly CST.Token[]): number {
  const document = tokens.filter((token) => token.type === 'document')[1];
  return document?.start.find((token) => token.type === 'doc-start')?.offset ?? document?.offset ?? 0;
}

function isCollection({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq' || type === 'flow-collection';
}

function rootOf(document: Document.Parsed, source: Source, findings: Findings, words: RootWords): YamlRoot | undefined {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    const message = `The ${words.noun} is empty`;
    findings.add({ code: 'empty-manifest', at: spanOf(source, 0, 0), message, hint: words.smallest });
    return undefined;
  }
  if (isMap(contents)) return { document, map: contents };
  const [start, end] = contents.range;
  const kind = isScalar(contents) ? 'a single value' : 'a list';
  const message = `The ${words.noun} is ${kind}, not a map of keys`;
  findings.add({ code: 'not-a-map', at: spanOf(source, start, end), message, hint: words.keys });
  return undefined;
}
