import type { Request } from '../../../contract/request.ts';
import { fieldValue } from '../../../http/field-value.ts';
import { authorityOf } from './request-authority.ts';

/** What a browser says of the page that sent a request, if that is not of our own origin. */
export interface CrossSite {
  /** The field that says so, and its value. */
  readonly cause: string;
}

/**
 * Finds out whether a browser sent a request for a page of another origin (OWASP, cross-site request forgery: Fetch Metadata).
 * `Sec-Fetch-Site` decides if it is there; browsers send it only over TLS and to loopback. Else `Origin`, else `Referer`
 * must have the same origin: scheme, host and port. A request with none of the three passes: it mostly comes
 * from a program, but see docs/reference/HTTP.md for the one image that cannot be told from it.
 */
export function findCrossSite(request: Request): CrossSite | undefined {
  const { fieldLines } = request;
  const site = fieldValue(fieldLines, 'sec-fetch-site');
  // "none" is the visitor's own doing: an address that was typed, or a bookmark.
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? undefined : said('Sec-Fetch-Site', site);
  const origin = fieldValue(fieldLines, 'origin');
  if (origin !== undefined) return isOwn(origin, request) ? undefined : said('Origin', origin);
  const referrer = fieldValue(fieldLines, 'referer');
  return referrer === undefined || isOwn(referrer, request) ? undefined : said('Referer', referrer);
}

/** If we do not know our own origin, nothing matches it. */
function isOwn(url: string, request: Request): boolean {
  const authority = authorityOf(request);
  if (authority === undefined) return false;
  const own = `${request.secure ? 'https' : 'http'}://${authority}`;
  // As browsers write both. Parsing two URLs took a tenth of the engine's time for a form.
  if (url === own) return true;
  const ours = originOf(own);
  return ours !== undefined && originOf(url) === ours;
}

/** As browsers write it: in lower case, without the scheme's own port. `null` and what is not a URL have none. */
function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}

function said(name: string, value: string): CrossSite {
  return { cause: `${name}: ${value}` };
}
