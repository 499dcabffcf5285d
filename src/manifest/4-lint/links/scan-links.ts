import { Parser } from 'htmlparser2';
import { MARKS } from './html-of-view.ts';
import type { LinkPart } from './parse-link.ts';

/** One place of a page that makes browsers ask for something. */
export interface WrittenLink {
  readonly values: readonly (readonly LinkPart[])[];
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'link' | 'form';
  /** undefined: the view does not say it. */
  readonly method: 'GET' | 'POST' | undefined;
}

/** Finds the links and form actions in the HTML of a view, without those that only showing the view could reveal. */
export function scanLinks(html: string): readonly WrittenLink[] {
  const links: WrittenLink[] = [];
  let attributes: Attribute[] = [];
  /** Of the form around, if any. */
  let form: 'none' | { readonly method: FormMethod } = 'none';
  const parser = new Parser({
    onopentagname: () => {
      attributes = [];
    },
    onattribute: (name, value, quote) => {
      const { startIndex, endIndex } = parser;
      const end = endIndex - (quote ? 1 : 0);
      const start = startIndex + valueStart(html.slice(startIndex, end));
      attributes.push({ name: withoutMarks(name), value, start, end });
    },
    onopentag: (name) => {
      const tag = withoutMarks(name);
      if (tag === 'form') form = { method: methodIn(attributes, 'method') };
      const outer = form === 'none' ? undefined : form.method;
      links.push(...attributes.flatMap((attribute) => linkOf(attribute, { tag, attributes, outer }) ?? []));
    },
    onclosetag: (name, isImplied) => {
      if (name === 'form' && !isImplied) form = 'none';
    },
  });
  parser.end(html);
  return links;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A dialog sends nothing. */
type FormMethod = WrittenLink['method'] | 'dialog';

/** A gap stays: an attribute whose name is filled in is not one that we know. */
function withoutMarks(name: string): string {
  return name.replace(/[\uFDD1-\uFDD5]/g, '');
}

function valueStart(attribute: string): number {
  return /^[^=]*(?:=\s*["']?)?/.exec(attribute)?.[0].length ?? 0;
}

interface Around {
  readonly tag: string;
  readonly attributes: readonly Attribute[];
  readonly outer: FormMethod;
}

function linkOf(attribute: Attribute, { tag, attributes, outer }: Around): WrittenLink | undefined {
  const { name, start, end } = attribute;
  const values = valuesOf(attribute.value);
  if (values === undefined) return undefined;
  if (name === 'href' || name === 'src') return { values, start, end, kind: 'link', method: 'GET' };
  const isAction = name === 'action' && tag === 'form';
  const ofButton = name === 'formaction' && (tag === 'button' || tag === 'input');
  if (!isAction && !ofButton) return undefined;
  const has = (wanted: string) => attributes.some((other) => other.name === wanted);
  // A button that names its form may be anywhere.
  const ofForm = has('form') ? undefined : outer;
  const method = ofButton && has('formmethod') ? methodIn(attributes, 'formmethod') : ofForm;
  return method === 'dialog' ? undefined : { values, start, end, kind: 'form', method };
}

function methodIn(attributes: readonly Attribute[], name: string): FormMethod {
  const [attribute, other] = attributes.filter((each) => each.name === name);
  if (attribute === undefined) return 'GET';
  const [parts, otherParts] = valuesOf(attribute.value) ?? [];
  if (other !== undefined || parts === undefined || otherParts !== undefined) return undefined;
  if (parts.some(({ kind }) => kind === 'filled')) return undefined;
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (text.toLowerCase() === 'dialog') return 'dialog';
  return text.toLowerCase() === 'post' ? 'POST' : 'GET';
}

/** The values that nested conditions make. */
const VALUES_MAX = 16;

type Values = readonly (readonly LinkPart[])[];

/** What a value with marks in it can be; undefined if the view does not say. */
function valuesOf(value: string): Values | undefined {
  const pieces = value.match(/[\uFDD0-\uFDD4]|[^\uFDD0-\uFDD5]+/g) ?? [];
  const read = readValues(pieces, 0);
  return read !== undefined && read.end === pieces.length ? read.values : undefined;
}

/** Up to an `or` or an `end` that does not belong to a nested condition. */
function readValues(
  pieces: readonly string[],
  from: number,
): { readonly values: Values; readonly end: number } | undefined {
  let values: Values = [[]];
  let at = from;
  for (let piece = pieces[at]; piece !== undefined && piece !== MARKS.or && piece !== MARKS.end; piece = pieces[at]) {
    at += 1;
    let endings: Values = [[piece === MARKS.gap ? { kind: 'filled' } : { kind: 'text', text: piece }]];
    if (piece === MARKS.unknown) return undefined;
    if (piece === MARKS.either) {
      const choice = readChoice(pieces, at);
      if (choice === undefined) return undefined;
      endings = choice.values;
      at = choice.end;
    }
    values = values.flatMap((value) => endings.map((ending) => [...value, ...ending]));
    if (values.length > VALUES_MAX) return undefined;
  }
  return { values, end: at };
}

/** All that a condition can show, from its beginning on. */
function readChoice(
  pieces: readonly string[],
  from: number,
): { readonly values: Values; readonly end: number } | undefined {
  const values: (readonly LinkPart[])[] = [];
  for (let at = from; ; at += 1) {
    const option = readValues(pieces, at);
    if (option === undefined) return undefined;
    values.push(...option.values);
    at = option.end;
    if (pieces[at] === MARKS.end) return { values, end: at + 1 };
    if (pieces[at] !== MARKS.or) return undefined;
  }
}
