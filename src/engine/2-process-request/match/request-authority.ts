import type { RequestHead } from '../../../contract/request.ts';
import { fieldValue } from '../../../http/field-value.ts';

/** `name:port` as the request names us: by an absolute-form target, else by Host (RFC 9112 §3.2.2); HTTP/1.0 can leave it out. */
export function authorityOf({ target, fieldLines }: Pick<RequestHead, 'target' | 'fieldLines'>): string | undefined {
  const absolute = target.startsWith('/') ? undefined : /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  return absolute ?? fieldValue(fieldLines, 'host');
}

/** The name alone, in lower case, without its port and the dot of the root; an IPv6 address keeps its brackets. */
export function hostNameOf(authority: string): string {
  const name = /^(\[[^\]]*\]|[^:]*)/.exec(authority)?.[1] ?? '';
  return name.toLowerCase().replace(/\.$/, '');
}
