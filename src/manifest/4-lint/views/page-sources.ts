import type { OpenTag } from '../links/read-tags.ts';

/** What an attribute with an address makes browsers load or send to, and what the default policy of pages allows there. */
export interface PageSource {
  readonly what: string;
  readonly allows: 'self' | 'self-or-data' | 'nothing';
}

const IMAGES: PageSource = { what: 'images', allows: 'self-or-data' };
const MEDIA: PageSource = { what: 'media', allows: 'self' };
const FRAMES: PageSource = { what: 'frames', allows: 'nothing' };
const FORMS: PageSource = { what: 'form targets', allows: 'self' };
const SCRIPTS: PageSource = { what: 'scripts', allows: 'self' };
const STYLES: PageSource = { what: 'stylesheets', allows: 'self' };

/** By element and attribute. */
const SOURCES: ReadonlyMap<string, PageSource> = new Map([
  ['img src', IMAGES],
  ['img srcset', IMAGES],
  ['source srcset', IMAGES],
  ['input src', IMAGES],
  ['video poster', IMAGES],
  ['image href', IMAGES],
  ['image xlink:href', IMAGES],
  ['audio src', MEDIA],
  ['video src', MEDIA],
  ['source src', MEDIA],
  ['track src', MEDIA],
  ['iframe src', FRAMES],
  ['frame src', FRAMES],
  ['embed src', { what: 'embedded objects', allows: 'nothing' }],
  ['object data', { what: 'embedded objects', allows: 'nothing' }],
  ['base href', { what: 'another base address', allows: 'nothing' }],
  ['form action', FORMS],
  ['button formaction', FORMS],
  ['input formaction', FORMS],
  ['script src', SCRIPTS],
  ['script href', SCRIPTS],
  ['script xlink:href', SCRIPTS],
]);

/** By a word of `rel`. */
const LINKED: ReadonlyMap<string, PageSource> = new Map([
  ['stylesheet', STYLES],
  ['icon', IMAGES],
  ['modulepreload', SCRIPTS],
  ['manifest', { what: 'web app manifests', allows: 'nothing' }],
]);

/** What a link loads ahead, by `as`. */
const PRELOADED: ReadonlyMap<string, PageSource> = new Map([
  ['style', STYLES],
  ['font', { what: 'fonts', allows: 'self' }],
  ['image', IMAGES],
  ['audio', MEDIA],
  ['video', MEDIA],
  ['track', MEDIA],
  ['script', SCRIPTS],
]);

/** undefined: the policy says nothing about it, or only showing the view could tell. */
export function describeSource({ name: tag, attributes }: OpenTag, attribute: string): PageSource | undefined {
  if (tag !== 'link') return SOURCES.get(`${tag} ${attribute}`);
  if (attribute !== 'href') return undefined;
  const wordsOf = (wanted: string) => {
    const value = attributes.find(({ name }) => name === wanted)?.value ?? '';
    return value.trim().toLowerCase().split(/\s+/);
  };
  const relations = wordsOf('rel');
  if (relations.includes('preload')) return PRELOADED.get(wordsOf('as').join(' '));
  return relations.flatMap((word) => LINKED.get(word) ?? [])[0];
}

interface Site {
  /** Names of this site. */
  readonly hosts: ReadonlySet<string>;
  /** Whether `data:` is allowed. */
  readonly data: boolean;
}

/** Whether an address is surely not one of this site; what is filled in, U+FDD0, can be anything. */
export function isElsewhere(written: string, { hosts, data }: Site): boolean {
  const address = written.trim().replaceAll('\\', '/');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === 'data') return !data;
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return true;
  const host = /^(?:https?:)?\/\/(\[[^\]\uFDD0]*\]|[^/?#:\uFDD0]+)(?::\d+)?(?=[/?#\s]|$)/i.exec(address)?.[1];
  return host !== undefined && !hosts.has(host.toLowerCase());
}
