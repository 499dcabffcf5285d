import { type ProjectFiles, SCHEMA_LINE } from './project-files.ts';

/** A small API: a list in memory, whose entries are read and added as JSON. */
export const API_FILES: ProjectFiles = new Map([
  [
    'routes.yaml',
    `${SCHEMA_LINE}
# The whole behaviour of this server. \`npx velosiped check\` finds what is wrong with it.
version: 1
info:
  title: Rides

server:
  port: 8888
  notHttp: reject # what is not HTTP ends its own connection, and nothing else
  errors: problem # application/problem+json (RFC 9457), also where a browser asks
  # For pages of another site that call this API: cors: { origins: ["https://app.example"] }

handlers: ./src/handlers.ts

schemas:
  NewRide:
    type: object
    additionalProperties: false
    required: [name, kilometres]
    properties:
      name: { type: string, minLength: 1, maxLength: 80 }
      kilometres: { type: number, minimum: 1 }
  Ride:
    type: object
    required: [id, name, kilometres]
    properties:
      id: { type: integer }
      name: { type: string }
      kilometres: { type: number }

routes:
  listRides:
    path: /rides
    methods: [GET]
    summary: All rides
    handler: listRides
    model: { type: array, items: { $ref: '#/schemas/Ride' } }
    examples:
      all:
        request: GET /rides
        response: { status: 200, contains: Around the lake }

  addRide:
    path: /rides
    methods: [POST]
    summary: Add a ride
    body: { $ref: '#/schemas/NewRide' }
    handler: addRide
    model: { $ref: '#/schemas/Ride' }
    response: { status: 201 }
    examples:
      a ride:
        request: POST /rides
        headers: { Content-Type: application/json }
        body: '{ "name": "Over the pass", "kilometres": 64 }'
        response: { status: 201, model: { name: Over the pass } }
      too short:
        request: POST /rides
        headers: { Content-Type: application/json }
        body: '{ "name": "Round the house", "kilometres": 0 }'
        response: { status: 400, headers: { Content-Type: application/problem+json }, contains: /kilometres }

  readRide:
    path: /rides/{id}
    methods: [GET]
    summary: One ride
    params:
      id: { type: integer, minimum: 1 }
    guards: [findRide] # asked before anything else; a group can name guards for all paths below one
    handler: readRide
    model: { $ref: '#/schemas/Ride' }
    examples:
      the first:
        request: GET /rides/1
        response: { status: 200, model: { id: 1 } }
      one that is not there:
        request: GET /rides/999
        response: { status: 404, contains: no ride 999 }
`,
  ],
  [
    'src/handlers.ts',
    `import { HttpError } from 'velosiped';
import type { Guards, Handlers, Ride } from './routes.gen.ts';

/** In memory: a restart forgets what was added. */
const rides: Ride[] = [{ id: 1, name: 'Around the lake', kilometres: 28 }];

const listRides: Handlers['listRides'] = () => rides;

const addRide: Handlers['addRide'] = ({ body }) => {
  const ride = { id: rides.length + 1, ...body };
  rides.push(ride);
  return ride;
};

/** Its guard has found it. */
const readRide: Handlers['readRide'] = ({ context }) => context.ride;

/** The functions that routes.yaml names after \`handler:\`. */
export const handlers: Handlers = { listRides, addRide, readRide };

/** The functions that routes.yaml names after \`guards:\`: what they add to \`context\` has its type in the handlers. */
export const guards = {
  findRide: ({ params }) => {
    const ride = rides.find(({ id }) => String(id) === params.id);
    if (ride === undefined) throw new HttpError(404, \`There is no ride \${params.id}.\`);
    return { context: { ride } };
  },
} satisfies Guards;
`,
  ],
  [
    'test/api.test.js',
    `import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from 'velosiped';

/** @type {import('velosiped').StartedServer} */
let server;
before(async () => {
  server = await start({ port: 0 });
});
after(() => server.close());

test('finds a ride that was added', async () => {
  const body = JSON.stringify({ name: 'Over the pass', kilometres: 64 });
  const headers = { 'Content-Type': 'application/json' };
  const added = await fetch(\`\${server.url}/rides\`, { method: 'POST', headers, body });
  assert.equal(added.status, 201);
  const { id } = await added.json();
  const found = await fetch(\`\${server.url}/rides/\${id}\`);
  assert.deepEqual(await found.json(), { id, name: 'Over the pass', kilometres: 64 });
});
`,
  ],
]);
