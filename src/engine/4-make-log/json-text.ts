/** Anything but the printable ASCII that JSON takes as it is. */
const NOT_PLAIN = /[^ !#-[\]-~]/;
/** What JSON.stringify leaves, and a terminal or a line reader would not: DEL, the C1 controls, two line separators. */
const LEFT_BY_JSON = /[\x7f-\x9f\u2028\u2029]/g;

/** A text as JSON: no character of it can end a line or steer a terminal. Most texts of a request are plain, and only quoted. */
export function jsonText(text: string): string {
  return NOT_PLAIN.test(text) ? JSON.stringify(text).replace(LEFT_BY_JSON, escapeUnit) : `"${text}"`;
}

/** A member behind others; what is not known is left out. */
export function jsonMember(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${jsonText(value)}`;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
