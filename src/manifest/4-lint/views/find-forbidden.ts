import { GAP } from '../links/html-of-view.ts';
import { type Attribute, type OpenTag, readTags, valuesOf } from '../links/read-tags.ts';
import { describeSource, isElsewhere } from './page-sources.ts';

/** What a view asks for and browsers refuse; the offsets are those in the view. */
export interface Forbidden {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

export interface Allowed {
  readonly scripts: 'none' | 'self';
  /** Names of this site. */
  readonly hosts: ReadonlySet<string>;
}

/** What the default policy of pages forbids in the HTML of a view, without what only showing the view could reveal. */
export function findForbidden(html: string, allowed: Allowed): readonly Forbidden[] {
  const found: Forbidden[] = [];
  let isStyle = false;
  readTags(html, {
    open: (tag) => {
      isStyle = tag.name === 'style';
      const byTag = tag.name === 'script' ? scriptFault(tag, allowed) : undefined;
      if (byTag !== undefined) found.push(byTag);
      found.push(...tag.attributes.flatMap((attribute) => attributeFault(attribute, tag, allowed) ?? []));
    },
    close: () => {
      isStyle = false;
    },
    text: (text, start) => {
      if (isStyle) found.push(...styleFaults(text, start, allowed));
    },
  });
  return found;
}

const TO_A_FILE = 'put it in a file of this site, with "page.scripts: self"';

/** An element, by its name; where its address is wrong, the attribute says so itself. */
function scriptFault(tag: OpenTag, { scripts }: Allowed): Forbidden | undefined {
  const { start, nameEnd, attributes } = tag;
  if (!isRun(attributes)) return undefined;
  const place = { start, end: nameEnd };
  const hasFile = attributes.some(({ name }) => name === 'src' || name === 'href' || name === 'xlink:href');
  // A name that is filled in could be "src".
  const isUnclear = attributes.some(({ name }) => name.includes(GAP));
  if (!hasFile && !isUnclear) {
    return { ...place, message: 'The policy of pages forbids scripts inside a page', hint: TO_A_FILE };
  }
  if (scripts === 'self') return undefined;
  const hint = 'allow those of this site with "page.scripts: self"';
  return { ...place, message: 'The policy of pages forbids scripts', hint };
}

/** Not a block of data (HTML §4.12.1). */
function isRun(attributes: readonly Attribute[]): boolean {
  const type = attributes.find(({ name }) => name === 'type');
  if (type === undefined) return true;
  return /^\s*(?:module|importmap|speculationrules|(?:text|application)\/(?:x-)?(?:java|ecma)script)?\s*$/i.test(
    type.value,
  );
}

function attributeFault(attribute: Attribute, tag: OpenTag, allowed: Allowed): Forbidden | undefined {
  const { name, nameStart } = attribute;
  const named = { start: nameStart, end: nameStart + name.length };
  if (name === 'style') {
    const hint = 'write a class, and its rules in a style element or a stylesheet';
    return { ...named, message: 'The policy of pages forbids "style" attributes', hint };
  }
  if (/^on[a-z]{3,}$/.test(name)) {
    const hint = 'listen for the event in a script of this site, with "page.scripts: self"';
    return { ...named, message: `The policy of pages forbids the event attribute "${name}"`, hint };
  }
  return addressFault(attribute, tag, allowed);
}

const ADDRESSES: ReadonlySet<string> = new Set(['href', 'xlink:href', 'src', 'action', 'formaction']);

function addressFault(attribute: Attribute, tag: OpenTag, allowed: Allowed): Forbidden | undefined {
  const { name, start, end } = attribute;
  const written = (valuesOf(attribute.value) ?? []).map((value) => value.replace(/[\t\n\r]/g, ''));
  if (ADDRESSES.has(name) && written.some((text) => /^\s*javascript:/i.test(text))) {
    return { start, end, message: 'The policy of pages forbids scripts inside a page', hint: TO_A_FILE };
  }
  const source = describeSource(tag, name);
  if (source === undefined) return undefined;
  const texts = name === 'srcset' ? written.flatMap((text) => text.split(/,\s+/)) : written;
  if (source.allows === 'nothing') {
    if (texts.every((text) => /^\s*(?:about:.*)?$/i.test(text))) return undefined;
    return { start, end, message: `The policy of pages forbids ${source.what}`, hint: OWN_POLICY };
  }
  if (!texts.some((text) => isElsewhere(text, { ...allowed, data: source.allows === 'self-or-data' })))
    return undefined;
  return elsewhere(source.what, start, end);
}

const OWN_POLICY = 'if you need it, set a Content-Security-Policy of your own in "page.headers"';

function elsewhere(what: string, start: number, end: number): Forbidden {
  const hint = 'serve it here and write its path, or set a Content-Security-Policy of your own in "page.headers"';
  return { start, end, message: `The policy of pages forbids ${what} of other origins`, hint };
}

/** Addresses in a style sheet: images and fonts cannot be told apart by them alone. */
function styleFaults(text: string, from: number, allowed: Allowed): readonly Forbidden[] {
  return [...text.matchAll(/(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)/gi)].flatMap((match) => {
    const address = match[1] ?? '';
    if (!isElsewhere(address, { ...allowed, data: true })) return [];
    const start = from + match.index + match[0].length - address.length;
    return elsewhere('images, fonts and stylesheets', start, start + address.length);
  });
}
