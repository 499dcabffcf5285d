import { isoTime } from '../engine/4-make-log/iso-time.ts';
import { jsonText } from '../engine/4-make-log/json-text.ts';

/** A line of error.log that is about no exchange: of what those have, it says what makes sense. */
export function logRecord(wallMs: number, texts: Readonly<Record<string, string>>): string {
  const members = Object.entries({ time: isoTime(wallMs), ...texts });
  return `{${members.map(([name, value]) => `"${name}":${jsonText(value)}`).join(',')}}`;
}
