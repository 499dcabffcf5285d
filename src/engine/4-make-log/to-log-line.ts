/** What JSON leaves as it is, and a terminal or a line reader would not: DEL, the C1 controls, two line separators. */
const UNESCAPED_CONTROLS = /[\x7f-\x9f\u2028\u2029]/g;

/** One record as one line of JSON, without its line end: no byte of it can end a line or steer a terminal. */
export function toLogLine(record: object): string {
  return JSON.stringify(record).replace(UNESCAPED_CONTROLS, escapeUnit);
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
