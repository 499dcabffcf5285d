import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './peers.ts';

const API = JSON.parse(readFileSync(join(import.meta.dirname, 'peers/api.json'), 'utf8'));

/** The fixed answer of the API. */
export const HELLO: unknown = API.hello;

/** How long the texts are that the API answers with, in bytes: a target `/bytes/LENGTH` each. */
export const ANSWER_BYTES = [64, 1024, 4096, 16_384, 65_536, 262_144] as const;

/** Writes a manifest with a fixed answer, a validated body, texts of several lengths, and events. Returns its path. */
export function writeApiSite(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const texts = ANSWER_BYTES.map((bytes) => {
    return `  bytes${bytes}: { path: /bytes/${bytes}, text: ${JSON.stringify('x'.repeat(bytes))} }\n`;
  });
  writeFileSync(
    join(folder, 'routes.yaml'),
    `version: 1
handlers: ./handlers.mjs
routes:
  hello: { path: /hello, json: ${JSON.stringify(HELLO)} }
  ride: { path: /rides, methods: [POST], body: ${JSON.stringify(API.ride)}, handler: ride }
  ticks: { path: /ticks, handler: ticks }
${texts.join('')}`,
  );
  writeFileSync(
    join(folder, 'handlers.mjs'),
    `import { events } from ${JSON.stringify(join(ROOT, 'src/api.ts'))};
import { setTimeout as sleep } from 'node:timers/promises';

async function* ticks() {
  for (;;) {
    await sleep(1000);
    yield 'tick';
  }
}

export const handlers = {
  ride: ({ body: { seats, price } }) => ({ booked: seats, total: seats * price }),
  ticks: () => events(ticks()),
};
`,
  );
  return join(folder, 'routes.yaml');
}

/** Writes what a mock server reads that answers `GET /hello`. Returns the path. */
export function writeMock(folder: string, kind: 'json-server' | 'prism' | 'mockoon'): string {
  const file = join(folder, 'mock.json');
  const mocks = { 'json-server': { hello: HELLO }, prism: openApi(), mockoon: mockoonEnvironment() };
  writeFileSync(file, JSON.stringify(mocks[kind]));
  return file;
}

function openApi(): unknown {
  const answer = { description: 'A greeting', content: { 'application/json': { example: HELLO } } };
  const paths = { '/hello': { get: { responses: { 200: answer } } } };
  return { openapi: '3.1.0', info: { title: 'Hello', version: '1' }, paths };
}

/** Mockoon adds what is missing (`--repair`). */
function mockoonEnvironment(): unknown {
  const [environment, route, response] = [1, 2, 3].map((digit) => `0f0b7e0e-0000-4000-8000-00000000000${digit}`);
  const answer = {
    uuid: response,
    body: JSON.stringify(HELLO),
    bodyType: 'INLINE',
    statusCode: 200,
    headers: [{ key: 'Content-Type', value: 'application/json' }],
    rules: [],
    default: true,
    disableTemplating: true,
  };
  const hello = { uuid: route, type: 'http', method: 'get', endpoint: 'hello', responses: [answer] };
  const tree = { folders: [], routes: [hello], rootChildren: [{ type: 'route', uuid: route }] };
  return { uuid: environment, lastMigration: 33, name: 'bench', endpointPrefix: '', latency: 0, ...tree };
}
