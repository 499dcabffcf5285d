let dateSecond = -1;
let dateText = '';

/** IMF-fixdate (RFC 9110 §5.6.7), made once a second. */
export function httpDate(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = httpDateOf(wallMs);
  }
  return dateText;
}

/** IMF-fixdate of any moment; fractions of a second are cut off. */
export function httpDateOf(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toUTCString();
}

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(${MONTHS.join('|')})`;
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})';

const IMF_FIXDATE = new RegExp(`^${DAY}, (\\d{2}) ${MONTH} (\\d{4}) ${TIME} GMT$`);
const RFC850_DATE = new RegExp(`^${LONG_DAY}, (\\d{2})-${MONTH}-(\\d{2}) ${TIME} GMT$`);
const ASCTIME_DATE = new RegExp(`^${DAY} ${MONTH} ([\\d ]\\d) ${TIME} (\\d{4})$`);

/** HTTP-date in any of its three forms (RFC 9110 §5.6.7), as milliseconds; undefined: it is not one. */
export function parseHttpDate(text: string, nowMs: number): number | undefined {
  const fixed = IMF_FIXDATE.exec(text);
  if (fixed !== null) {
    const [, day, month, year, ...time] = fixed;
    return dateOf({ year: Number(year), month, day, time });
  }
  const old = RFC850_DATE.exec(text);
  if (old !== null) {
    const [, day, month, year, ...time] = old;
    return dateOfCentury({ year: Number(year), month, day, time }, nowMs);
  }
  const asctime = ASCTIME_DATE.exec(text);
  if (asctime === null) return undefined;
  const [, month, day, hour = '', minute = '', second = '', year] = asctime;
  return dateOf({ year: Number(year), month, day, time: [hour, minute, second] });
}

/** A date with two digits of its year that seems to be more than 50 years ahead is in the past. */
function dateOfCentury(parts: DateParts, nowMs: number): number | undefined {
  const limit = new Date(nowMs);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  const end = limit.getUTCFullYear();
  const year = end - (end % 100) + parts.year;
  const date = dateOf({ ...parts, year });
  return date !== undefined && date > limit.getTime() ? dateOf({ ...parts, year: year - 100 }) : date;
}

interface DateParts {
  readonly year: number;
  readonly month: string | undefined;
  readonly day: string | undefined;
  readonly time: readonly string[];
}

function dateOf({ year, month = '', day, time }: DateParts): number | undefined {
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  const index = MONTHS.indexOf(month);
  const start = new Date(0);
  start.setUTCFullYear(year, index, Number(day));
  // A 31 February would be a day of March; 60 is a leap second.
  const isReal = start.getUTCDate() === Number(day) && start.getUTCMonth() === index;
  if (!isReal || hour > 23 || minute > 59 || second > 60) return undefined;
  return start.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}
