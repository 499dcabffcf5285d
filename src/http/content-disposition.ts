import { wellFormed } from './percent-coding.ts';

/** `attachment` with a name (RFC 6266): in ASCII for old clients, and as it is where that is not enough (RFC 8187). */
export function attachment(name: string): string {
  const text = wellFormed(name);
  // Some clients decode what looks like an escape in the plain name (RFC 6266 appendix D).
  const plain = text.replace(/[^\x20-\x7e]|%(?=[\dA-Fa-f]{2})/gu, '_').replace(/[\\"]/g, '\\$&');
  const isPlain = !/[^\x20-\x7e]|[\\"%]/.test(text);
  return `attachment; filename="${plain}"${isPlain ? '' : `; filename*=UTF-8''${extended(text)}`}`;
}

/** value-chars (RFC 8187 §3.2.1). */
function extended(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
