/** One request shape that servers are measured with. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly status: number;
  /** A JSON body. */
  readonly body?: string;
}

/** The demo's requests, which are answered with pages, and those of an API. */
export type ScenarioName = PageName | ApiName;
export type PageName = 'start' | 'divide' | 'not-found' | 'post';
export type ApiName = 'hello' | 'ride' | 'long-ride';

/** How requests come: one after another, several at once, or each over a connection of its own. */
export type Mode = 'keep-alive' | 'pipelined' | 'close';

/** So many requests are sent at once where they are pipelined. */
export const PIPELINED = 16;

/** The demo's requests. The POST keeps the log full: `/short_log/1` would make all that follows cheaper. */
export const SCENARIOS: Readonly<Record<PageName, Scenario>> = {
  start: { name: 'start', method: 'GET', target: '/', status: 200 },
  divide: { name: 'divide', method: 'GET', target: '/div/6/to/3', status: 200 },
  'not-found': { name: 'not-found', method: 'GET', target: '/nowhere', status: 404 },
  post: { name: 'post', method: 'POST', target: '/short_log/0', status: 200 },
};

const LONG_NOTES = Array.from(
  { length: 10 },
  (_, at) => `${at}: ${'a note, as long as people write them. '.repeat(5)}`,
);

/** A fixed answer, and a body that is validated: of 100 bytes, and of 2 KiB. */
export const API_SCENARIOS: Readonly<Record<ApiName, Scenario>> = {
  hello: { name: 'hello', method: 'GET', target: '/hello', status: 200 },
  ride: {
    name: 'ride',
    method: 'POST',
    target: '/rides',
    status: 200,
    body: JSON.stringify({ from: 'Berlin', to: 'Hamburg', seats: 3, price: 12.5, notes: ['no smoking', 'one bag'] }),
  },
  'long-ride': {
    name: 'long-ride',
    method: 'POST',
    target: '/rides',
    status: 200,
    body: JSON.stringify({ from: 'Berlin', to: 'Hamburg', seats: 3, price: 12.5, notes: LONG_NOTES }),
  },
};

/** What browsers send with every request, cookies included. */
export const BROWSER_FIELDS: readonly (readonly [name: string, value: string])[] = [
  [
    'User-Agent',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ],
  ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
  ['Accept-Language', 'en-GB,en;q=0.9,de;q=0.8'],
  ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ['Cookie', 'bg_color=green; session=0123456789abcdef; theme=dark'],
  ['Upgrade-Insecure-Requests', '1'],
  ['Cache-Control', 'max-age=0'],
];

/** How a scenario's request is sent: to whom, and with how many fields more than a browser's. */
export interface Sending {
  readonly origin: string;
  readonly mode: Mode;
  readonly moreFields?: number;
}

/** All fields of a request but Host. A form that a browser submits names its origin, and has a length. */
export function requestFields(
  { method, body = '' }: Scenario,
  { origin, mode, moreFields = 0 }: Sending,
): readonly (readonly [name: string, value: string])[] {
  const content = [
    ['Origin', origin],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...(body === '' ? [] : ([['Content-Type', 'application/json']] as const)),
  ] as const;
  const more = Array.from({ length: moreFields }, (_, at) => [`X-Field-${at}`, 'some value of usual length'] as const);
  const close = [['Connection', 'close']] as const;
  return [...BROWSER_FIELDS, ...(method === 'POST' ? content : []), ...more, ...(mode === 'close' ? close : [])];
}

/** The whole request as it goes over the wire. */
export function requestText(scenario: Scenario, sending: Sending): string {
  const { host } = new URL(sending.origin);
  const fields = [['Host', host] as const, ...requestFields(scenario, sending)];
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${scenario.method} ${scenario.target} HTTP/1.1\r\n${lines.join('')}\r\n${scenario.body ?? ''}`;
}
