import type { Parameter } from '../../contract/program.ts';

/** What adds to a text of a form what browsers leave out, if there is anything. */
export function completedText(format: string | undefined): Pick<Parameter, 'complete'> {
  const complete = COMPLETED.get(format ?? '');
  return complete === undefined ? {} : { complete };
}

/** An input for times sends `17:45`: no zone, and seconds only if there are any. As a time of the format `time` that is UTC. */
const COMPLETED: ReadonlyMap<string, (text: string) => string> = new Map([
  ['iso-time', withSeconds],
  ['time', (text) => (BARE_TIME.test(text) ? `${withSeconds(text)}Z` : text)],
]);

const BARE_TIME = /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

function withSeconds(text: string): string {
  return /^\d\d:\d\d$/.test(text) ? `${text}:00` : text;
}
