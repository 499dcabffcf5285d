import { Parser } from 'htmlparser2';
import { MARKS } from './html-of-view.ts';

/** Offsets are those in the view. */
export interface Attribute {
  readonly name: string;
  /** With marks in it: see `valuesOf`. */
  readonly value: string;
  /** Of the name. */
  readonly nameStart: number;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
}

export interface OpenTag {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
}

export interface TagEvents {
  readonly open: (tag: OpenTag) => void;
  /** Only for what the view closes itself. */
  readonly close?: (name: string) => void;
  readonly text?: (text: string, start: number) => void;
}

/** Reads the HTML of a view (`htmlOfView`). */
export function readTags(html: string, { open, close, text }: TagEvents): void {
  let attributes: Attribute[] = [];
  const parser = new Parser({
    onopentagname: () => {
      attributes = [];
    },
    onattribute: (name, value, quote) => {
      const { startIndex: nameStart, endIndex } = parser;
      const end = endIndex - (quote ? 1 : 0);
      const start = nameStart + valueStart(html.slice(nameStart, end));
      const marks = name.search(/[^\uFDD1-\uFDD5]|$/);
      attributes.push({ name: withoutMarks(name), value, nameStart: nameStart + marks, start, end });
    },
    onopentag: (name) => {
      const { startIndex: start, endIndex } = parser;
      open({ name: withoutMarks(name), attributes, start, nameEnd: start + 1 + name.length, end: endIndex + 1 });
    },
    onclosetag: (name, isImplied) => {
      if (!isImplied) close?.(name);
    },
    ontext: (data) => text?.(data, parser.startIndex),
  });
  parser.end(html);
}

/** A gap stays: an attribute whose name is filled in is not one that we know. */
function withoutMarks(name: string): string {
  return name.replace(/[\uFDD1-\uFDD5]/g, '');
}

function valueStart(attribute: string): number {
  return /^[^=]*(?:=\s*["']?)?/.exec(attribute)?.[0].length ?? 0;
}

/** The values that nested conditions make. */
const VALUES_MAX = 16;

/** What a value with marks in it can be, each with gaps in it; undefined if the view does not say. */
export function valuesOf(value: string): readonly string[] | undefined {
  const pieces = value.match(/[\uFDD1-\uFDD4]|[^\uFDD1-\uFDD5]+/g) ?? [];
  const read = readValues(pieces, 0);
  return read !== undefined && read.end === pieces.length ? read.values : undefined;
}

interface ReadValues {
  readonly values: readonly string[];
  readonly end: number;
}

/** Up to an `or` or an `end` that does not belong to a nested condition. */
function readValues(pieces: readonly string[], from: number): ReadValues | undefined {
  let values: readonly string[] = [''];
  let at = from;
  for (let piece = pieces[at]; piece !== undefined && piece !== MARKS.or && piece !== MARKS.end; piece = pieces[at]) {
    if (piece === MARKS.unknown) return undefined;
    const next = piece === MARKS.either ? readChoice(pieces, at + 1) : { values: [piece], end: at + 1 };
    if (next === undefined) return undefined;
    values = values.flatMap((value) => next.values.map((ending) => value + ending));
    if (values.length > VALUES_MAX) return undefined;
    at = next.end;
  }
  return { values, end: at };
}

/** All that a condition can show, from its beginning on. */
function readChoice(pieces: readonly string[], from: number): ReadValues | undefined {
  const values: string[] = [];
  for (let at = from; ; at += 1) {
    const option = readValues(pieces, at);
    if (option === undefined) return undefined;
    values.push(...option.values);
    at = option.end;
    if (pieces[at] === MARKS.end) return { values, end: at + 1 };
    if (pieces[at] !== MARKS.or) return undefined;
  }
}
