import type { LinkSegment } from './link-tree.ts';

/** A part of an attribute's value: its text, or what the view fills in when it is shown. */
export type LinkPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'filled' };

export type ParsedLink =
  | { readonly kind: 'path'; readonly segments: readonly LinkSegment[]; readonly shown: string }
  /** The path cannot be decoded. */
  | { readonly kind: 'malformed'; readonly shown: string }
  /** Not a path of this server, or none that could be known from the view. */
  | { readonly kind: 'other' };

/** Reads the value of an attribute such as `href` as browsers do, as far as it is a path that begins with one slash. */
export function parseLink(parts: readonly LinkPart[]): ParsedLink {
  const path = pathOf(parts.flatMap((part) => (part.kind === 'text' ? cleaned(part.text) : part)));
  const [first, second] = path;
  if (first?.kind !== 'text' || !/^\/(?!\/)/.test(first.text)) return { kind: 'other' };
  if (first.text === '/' && second?.kind === 'text' && second.text.startsWith('/')) return { kind: 'other' };
  const shown = path.map((part) => (part.kind === 'text' ? part.text : '{…}')).join('');
  const segments = splitSegments(path).map(toSegment);
  const known = segments.flatMap((segment) => segment ?? []);
  if (known.length < segments.length) return { kind: 'malformed', shown };
  const resolved = withoutDots(known);
  return resolved === undefined ? { kind: 'other' } : { kind: 'path', segments: resolved, shown };
}

/** Character references, and what the URL standard has browsers drop or turn round. */
function cleaned(text: string): readonly LinkPart[] {
  const parts: LinkPart[] = [];
  // Split by a group, every second one is a reference.
  for (const [index, written] of text.split(/(&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]*);)/gi).entries()) {
    const meant = index % 2 === 0 ? written : referred(written.slice(1, -1));
    if (meant === undefined) parts.push({ kind: 'filled' });
    else {
      const last = parts.at(-1);
      const before = last?.kind === 'text' ? last.text : '';
      if (last?.kind === 'text') parts.pop();
      parts.push({ kind: 'text', text: before + meant.replace(/[\t\n\r]/g, '').replaceAll('\\', '/') });
    }
  }
  return parts;
}

/** Undefined: one of the 2000 names that are not known here, so it may stand for anything. */
function referred(reference: string): string | undefined {
  if (!reference.startsWith('#')) return NAMED.get(reference);
  const isHex = /^#x/i.test(reference);
  const code = isHex ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : `&${reference};`;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['sol', '/'],
]);

/** Up to the query and the fragment, without the blanks around. */
function pathOf(parts: readonly LinkPart[]): readonly LinkPart[] {
  const path: LinkPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'filled') {
      path.push(part);
      continue;
    }
    const from = index === 0 ? part.text.trimStart() : part.text;
    const text = index === parts.length - 1 ? from.trimEnd() : from;
    const end = text.search(/[?#]/);
    const kept = end === -1 ? text : text.slice(0, end);
    if (kept !== '') path.push({ kind: 'text', text: kept });
    if (end !== -1) break;
  }
  return path;
}

/** What stands between the slashes. The path begins with one. */
function splitSegments(path: readonly LinkPart[]): readonly (readonly LinkPart[])[] {
  const segments: LinkPart[][] = [];
  for (const part of path) {
    if (part.kind === 'filled') {
      segments.at(-1)?.push(part);
      continue;
    }
    const [before = '', ...texts] = part.text.split('/');
    if (before !== '') segments.at(-1)?.push({ kind: 'text', text: before });
    for (const text of texts) segments.push(text === '' ? [] : [{ kind: 'text', text }]);
  }
  return segments;
}

/** Percent-decoded once, as paths of requests are. Undefined where that fails, and nothing filled in can mend it. */
function toSegment(parts: readonly LinkPart[]): LinkSegment | undefined {
  const texts = [''];
  for (const part of parts) {
    if (part.kind === 'filled') texts.push('');
    else texts.push(`${texts.pop() ?? ''}${part.text}`);
  }
  const decoded = texts.map(decode);
  const [text] = decoded;
  if (decoded.length === 1) return text === undefined ? undefined : { kind: 'fixed', text };
  // Half an escape, whose other half is filled in: what it becomes is not known either.
  return { kind: 'filled', texts: decoded.map((one) => one ?? '') };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Browsers resolve `.` and `..` before they ask (RFC 3986 §5.2.4). Undefined: what is filled in decides how far up that is. */
function withoutDots(segments: readonly LinkSegment[]): readonly LinkSegment[] | undefined {
  const kept: LinkSegment[] = [];
  for (const [index, segment] of segments.entries()) {
    const dots = segment.kind === 'fixed' && /^\.\.?$/.test(segment.text) ? segment.text : undefined;
    if (dots === '..' && kept.some(({ kind }) => kind === 'filled')) return undefined;
    if (dots === '..') kept.pop();
    if (dots === undefined) kept.push(segment);
    else if (index === segments.length - 1) kept.push({ kind: 'fixed', text: '' });
  }
  return kept;
}
