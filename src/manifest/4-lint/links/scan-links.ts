import type { LinkPart } from './parse-link.ts';
import type { Piece } from './template-pieces.ts';

/** One place of a page that makes browsers ask for something. */
export interface WrittenLink {
  /** What the value of the attribute can be. */
  readonly values: readonly (readonly LinkPart[])[];
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'link' | 'form';
  /** undefined: whatever it is, the view does not say. */
  readonly method: 'GET' | 'POST' | undefined;
}

/**
 * Finds the links and form actions of a view. No HTML parser: it knows tags, attributes, comments and elements that
 * hold no tags, takes what browsers take, and leaves out what only showing the view could tell.
 */
export function scanLinks(pieces: readonly Piece[]): readonly WrittenLink[] {
  const scanner = new Scanner();
  scanner.read(pieces);
  return scanner.links;
}

type Mode =
  | 'text'
  | 'comment'
  /** `<!doctype`, `</p` and whatever else has no attributes. */
  | 'other-tag'
  | 'raw-text'
  | 'tag-name'
  | 'attributes'
  | 'attribute-name'
  | 'after-name'
  | 'before-value'
  | 'quoted'
  | 'unquoted';

interface Attribute {
  readonly name: string;
  readonly values: readonly (readonly LinkPart[])[];
  readonly start: number;
  readonly end: number;
  /** The view does not say what the value can be. */
  readonly open: boolean;
}

interface GrowingValue {
  values: readonly (readonly LinkPart[])[];
  start: number;
  end: number;
  open: boolean;
}

/** Elements whose text is none of ours. */
const RAW_TEXT: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed']);
const BLANK = /\s/;
/** Values that conditions inside of one make. */
const VALUES_MAX = 16;

class Scanner {
  readonly links: WrittenLink[] = [];
  #mode: Mode = 'text';
  #tag = '';
  #name = '';
  #quote = '';
  #value: GrowingValue = { values: [[]], start: 0, end: 0, open: false };
  #attributes: Attribute[] = [];
  /** Of the form around, if any. */
  #form: 'none' | { readonly method: FormMethod } = 'none';

  read(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      switch (piece.kind) {
        case 'text':
          this.#text(piece.text, piece.offset);
          break;
        case 'filled':
          this.#filled();
          break;
        case 'choice':
          this.#choice(piece.options);
          break;
        case 'block':
          if (this.#inValue()) this.#value.open = true;
          this.read(piece.pieces);
      }
    }
  }

  #inValue(): boolean {
    return this.#mode === 'quoted' || this.#mode === 'unquoted';
  }

  #filled(): void {
    if (this.#mode === 'before-value') {
      // Nobody can tell where this leads, so where it stands does not matter.
      this.#value = { values: [[]], start: 0, end: 0, open: true };
      this.#mode = 'unquoted';
    }
    if (this.#inValue()) this.#extend([[{ kind: 'filled' }]]);
    // An attribute whose name is filled in is none that we know.
    else if (this.#mode === 'attribute-name') this.#name += '\0';
    else if (this.#mode === 'attributes') this.#beginName('\0');
  }

  /** Inside of a value, a choice of texts makes several values. Anywhere else all of it is read in turn. */
  #choice(options: readonly (readonly Piece[])[]): void {
    const inside = this.#inValue() ? this.#partsOf(options) : undefined;
    if (inside !== undefined) {
      this.#extend(inside);
      return;
    }
    if (this.#inValue()) this.#value.open = true;
    const before = this.#mode;
    const form = this.#form;
    let after: Mode | undefined;
    for (const option of options) {
      this.#mode = before;
      this.#form = form;
      this.read(option);
      after ??= this.#mode;
    }
    this.#mode = after ?? before;
  }

  /** Of every option; undefined where one of them ends the value, or has more than text. */
  #partsOf(options: readonly (readonly Piece[])[]): readonly (readonly LinkPart[])[] | undefined {
    const values: (readonly LinkPart[])[] = [];
    for (const pieces of options) {
      const parts: LinkPart[] = [];
      for (const piece of pieces) {
        if (piece.kind === 'filled') parts.push(piece);
        else if (piece.kind === 'text' && !this.#endsValue(piece.text)) parts.push({ kind: 'text', text: piece.text });
        else return undefined;
      }
      values.push(parts);
    }
    return values;
  }

  #endsValue(text: string): boolean {
    return this.#mode === 'quoted' ? text.includes(this.#quote) : /[\s>]/.test(text);
  }

  #extend(endings: readonly (readonly LinkPart[])[]): void {
    const { values } = this.#value;
    if (values.length * endings.length > VALUES_MAX) this.#value.open = true;
    else this.#value.values = values.flatMap((value) => endings.map((ending) => [...value, ...ending]));
  }

  #text(text: string, offset: number): void {
    let at = 0;
    while (at < text.length) at = this.#step(text, at, offset);
  }

  /** Reads at `at`; returns where to go on. */
  #step(text: string, at: number, offset: number): number {
    const character = text[at] ?? '';
    switch (this.#mode) {
      case 'text':
        return this.#stepText(text, at);
      case 'comment':
        return this.#skipPast(text, at, '-->');
      case 'other-tag':
        return this.#skipPast(text, at, '>');
      case 'raw-text':
        return this.#stepRawText(text, at);
      case 'tag-name':
        if (BLANK.test(character) || character === '/' || character === '>') this.#mode = 'attributes';
        else this.#tag += character.toLowerCase();
        return this.#mode === 'attributes' ? at : at + 1;
      case 'attributes':
        if (character === '>') this.#endTag();
        else if (!BLANK.test(character) && character !== '/') this.#beginName(character.toLowerCase());
        return at + 1;
      case 'attribute-name':
        return this.#stepName(character, at);
      case 'after-name':
        if (character === '=') this.#mode = 'before-value';
        else if (!BLANK.test(character)) this.#mode = 'attributes';
        return this.#mode === 'attributes' ? at : at + 1;
      case 'before-value':
        return this.#beginValue(character, { at, offset });
      case 'quoted':
      case 'unquoted':
        return this.#stepValue(text, at, offset);
    }
  }

  #stepText(text: string, at: number): number {
    const next = text.indexOf('<', at);
    if (next === -1) return text.length;
    const behind = text.slice(next + 1, next + 4);
    if (behind === '!--') {
      this.#mode = 'comment';
      return next + 4;
    }
    if (/^[a-z]/i.test(behind)) {
      this.#mode = 'tag-name';
      this.#tag = '';
      this.#attributes = [];
    } else if (/^[!?/]/.test(behind)) {
      if (/^\/form[\s/>]/i.test(text.slice(next + 1, next + 7))) this.#form = 'none';
      this.#mode = 'other-tag';
    }
    return next + 1;
  }

  #stepRawText(text: string, at: number): number {
    const end = text.slice(at).search(new RegExp(`</${this.#tag}[\\s/>]`, 'i'));
    if (end === -1) return text.length;
    this.#mode = 'other-tag';
    return at + end;
  }

  #skipPast(text: string, at: number, end: string): number {
    const found = text.indexOf(end, at);
    if (found === -1) return text.length;
    this.#mode = 'text';
    return found + end.length;
  }

  #beginName(name: string): void {
    this.#mode = 'attribute-name';
    this.#name = name;
  }

  #stepName(character: string, at: number): number {
    if (character === '=') this.#mode = 'before-value';
    else if (BLANK.test(character)) this.#mode = 'after-name';
    else if (character === '>' || character === '/') this.#mode = 'attributes';
    else this.#name += character.toLowerCase();
    return this.#mode === 'attributes' ? at : at + 1;
  }

  #beginValue(character: string, { at, offset }: { readonly at: number; readonly offset: number }): number {
    if (BLANK.test(character)) return at + 1;
    const quoted = character === '"' || character === "'";
    const start = offset + at + (quoted ? 1 : 0);
    this.#value = { values: [[]], start, end: start, open: false };
    this.#quote = quoted ? character : '';
    this.#mode = character === '>' ? 'attributes' : quoted ? 'quoted' : 'unquoted';
    return quoted ? at + 1 : at;
  }

  #stepValue(text: string, at: number, offset: number): number {
    const length = this.#mode === 'quoted' ? text.indexOf(this.#quote, at) - at : text.slice(at).search(/[\s>]/);
    const end = length < 0 ? text.length : at + length;
    if (end > at) this.#extend([[{ kind: 'text', text: text.slice(at, end) }]]);
    this.#value.end = offset + end;
    if (length < 0) return end;
    this.#attributes.push({ name: this.#name, ...this.#value });
    const quoted = this.#mode === 'quoted';
    this.#mode = 'attributes';
    return quoted ? end + 1 : end;
  }

  #endTag(): void {
    if (this.#tag === 'form') this.#form = { method: this.#methodIn('method') };
    for (const attribute of this.#attributes) this.#addLink(attribute);
    this.#mode = RAW_TEXT.has(this.#tag) ? 'raw-text' : 'text';
  }

  #addLink({ name, values, start, end, open }: Attribute): void {
    if (open) return;
    if (name === 'href' || name === 'src') this.links.push({ values, start, end, kind: 'link', method: 'GET' });
    const ofForm = name === 'action' && this.#tag === 'form';
    const ofButton = name === 'formaction' && (this.#tag === 'button' || this.#tag === 'input');
    if (!ofForm && !ofButton) return;
    // A button outside names its form, which may be anywhere.
    const outer = this.#form === 'none' || this.#has('form') ? undefined : this.#form.method;
    const method = ofButton && this.#has('formmethod') ? this.#methodIn('formmethod') : outer;
    if (method !== 'dialog') this.links.push({ values, start, end, kind: 'form', method });
  }

  #has(name: string): boolean {
    return this.#attributes.some((attribute) => attribute.name === name);
  }
  #methodIn(name: string): FormMethod {
    const [attribute, other] = this.#attributes.filter((each) => each.name === name);
    if (attribute === undefined) return 'GET';
    const [value, otherValue] = attribute.values;
    if (attribute.open || other !== undefined || value === undefined || otherValue !== undefined) return undefined;
    if (value.some(({ kind }) => kind === 'filled')) return undefined;
    const text = value.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    if (text.toLowerCase() === 'dialog') return 'dialog';
    return text.toLowerCase() === 'post' ? 'POST' : 'GET';
  }
}

/** A dialog asks for nothing. */
type FormMethod = WrittenLink['method'] | 'dialog';
