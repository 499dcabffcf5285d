/** A TypeScript type, before it is text. */
export type TypeNode =
  /** A keyword, a literal or a name. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'union'; readonly members: readonly TypeNode[] }
  | { readonly kind: 'intersection'; readonly members: readonly TypeNode[] }
  | { readonly kind: 'list'; readonly item: TypeNode }
  | { readonly kind: 'tuple'; readonly items: readonly TypeNode[] }
  | { readonly kind: 'generic'; readonly name: string; readonly parameters: readonly TypeNode[] }
  | ObjectNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly properties: readonly PropertyNode[];
  readonly open: boolean;
}

export interface PropertyNode {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
  /** Its comment, if any: any text. */
  readonly note: string | undefined;
}

export function object(properties: readonly PropertyNode[]): ObjectNode {
  return { kind: 'object', properties, open: false };
}

export function property(name: string, type: TypeNode, note?: string): PropertyNode {
  return { name, optional: false, type, note };
}

export function word(text: string): TypeNode {
  return { kind: 'word', text };
}

/** `never` without members. */
export function unionOf(members: readonly TypeNode[]): TypeNode {
  const [only = word('never'), ...more] = members;
  return more.length === 0 ? only : { kind: 'union', members };
}

/** `export interface Name { … }` or `export type Name = …;`. All types here are laid out as Biome does it in lines of 120 characters. */
export function printDeclaration(name: string, type: TypeNode, note?: string): string {
  const declared =
    type.kind === 'object' && !isPlain(type)
      ? `export interface ${name} ${printType(type, '')}`
      : printBehind(`export type ${name} =`, type, '');
  return `${printNote(note, '')}${declared}\n`;
}

/** A text as a string literal: no content can end it early. */
export function printString(text: string): string {
  // Biome uses the quotes that need fewer escapes.
  const mark = text.split("'").length > text.split('"').length ? '"' : "'";
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll(mark, `\\${mark}`);
  return mark + inner.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeCharacter) + mark;
}

const LINE_MAX = 120;

/** `head type;`, where a type that is too long is broken into lines. */
function printBehind(head: string, type: TypeNode, indent: string): string {
  const text = `${head} ${printType(type, indent)};`;
  if (type.kind === 'union' && text.includes('\n') && !hugs(type.members)) return `${head}${printLines(type, indent)};`;
  const firstLine = `${indent}${text.split('\n', 1)[0]}`;
  return firstLine.length <= LINE_MAX ? text : `${head}${printBroken(type, indent)};`;
}

function printBroken(type: TypeNode, indent: string): string {
  if (type.kind === 'union') return printLines(type, indent);
  if (type.kind === 'list' && type.item.kind === 'union') {
    return ` readonly (${printLines(type.item, indent)}\n${indent})[]`;
  }
  if (type.kind !== 'generic') return ` ${printType(type, indent)}`;
  const inside = `${indent}  `;
  const parameters = type.parameters.map((parameter) => {
    const flat = `${inside}${printType(parameter, inside)}`;
    if (parameter.kind !== 'union' || flat.length < LINE_MAX) return `\n${flat}`;
    return printLines(parameter, indent);
  });
  return ` ${type.name}<${parameters.join(',')}\n${indent}>`;
}

function printLines({ members }: { readonly members: readonly TypeNode[] }, indent: string): string {
  return members.map((member) => `\n${indent}  | ${printType(member, `${indent}    `)}`).join('');
}

/** On one line, except objects: each of their properties has a line of its own. */
function printType(type: TypeNode, indent: string): string {
  switch (type.kind) {
    case 'word':
      return type.text;
    case 'object':
      return printObject(type, indent);
    case 'list':
      return `readonly ${printOperand(type.item, indent)}[]`;
    case 'tuple':
      return `readonly [${type.items.map((item) => printType(item, indent)).join(', ')}]`;
    case 'generic':
      return `${type.name}<${type.parameters.map((parameter) => printType(parameter, indent)).join(', ')}>`;
    case 'union':
      return type.members.map((member) => printType(member, indent)).join(' | ');
    case 'intersection':
      return type.members.map((member) => printOperand(member, indent)).join(' & ');
  }
}

function printOperand(type: TypeNode, indent: string): string {
  const text = printType(type, indent);
  return type.kind === 'word' || type.kind === 'object' ? text : `(${text})`;
}

/** An object beside only null keeps its braces on the line. */
function hugs(members: readonly TypeNode[]): boolean {
  const others = members.filter(({ kind }) => kind !== 'object');
  return (
    others.length === members.length - 1 && others.every((other) => other.kind === 'word' && other.text === 'null')
  );
}

/** Nothing is declared: not an interface, then. */
function isPlain({ properties }: ObjectNode): boolean {
  return properties.length === 0;
}

function printObject(type: ObjectNode, indent: string): string {
  if (isPlain(type)) return type.open ? 'Readonly<Record<string, unknown>>' : 'Record<never, never>';
  const inside = `${indent}  `;
  const lines = type.properties.map((property) => printProperty(property, inside));
  const others = type.open ? `${inside}readonly [name: string]: unknown;\n` : '';
  return `{\n${lines.join('')}${others}${indent}}`;
}

function printProperty({ name, optional, type, note }: PropertyNode, indent: string): string {
  const key = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : printString(name);
  const line = printBehind(`readonly ${key}${optional ? '?' : ''}:`, type, indent);
  return `${printNote(note, indent)}${indent}${line}\n`;
}

/** A comment on a line of its own, or nothing. No text can end it early or become a directive to the compiler. */
function printNote(note: string | undefined, indent: string): string {
  const words = (note ?? '').replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (words === '') return '';
  return `${indent}/** ${words.replaceAll('*/', '*\\/').replace(/(?<!\S)@/g, '\\@')} */\n`;
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
