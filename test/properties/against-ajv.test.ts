import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { loadFiles } from '../manifest/manifest-folder.ts';
import { talk } from '../talk.ts';
import { ajvJudge } from './against-ajv.ts';
import { NAMED, RandomSchemas } from './random-schemas.ts';

/** Another one each day would make a failure that nobody can repeat. */
const SEED = 20_261_130;
const SCHEMAS = 110;
const VALUES_EACH = 40;

const HEAD = ['version: 1', 'server: { errors: problem }', `schemas: ${JSON.stringify(NAMED)}`, 'routes:'];

const random = new RandomSchemas(SEED);
const drawn = Array.from({ length: SCHEMAS }, () => random.schema());
const line = (index: number) =>
  `  r${index}: { path: /${index}, methods: [POST], body: ${JSON.stringify(drawn[index])}, text: ok }`;

/** Without the schemas that contradict themselves. */
async function soundRoutes(): Promise<readonly number[]> {
  let routes = drawn.map((_, index) => index);
  for (;;) {
    const loaded = await loadFiles({ 'routes.yaml': [...HEAD, ...routes.map(line)].join('\n') });
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    const wrong = new Set(errors.map((found) => found.line - HEAD.length - 1));
    if (wrong.size === 0) return routes;
    routes = routes.filter((_, index) => !wrong.has(index));
  }
}

const routes = await soundRoutes();

describe('bodies, against ajv alone', () => {
  const site = serveSite([...HEAD, ...routes.map(line)].join('\n'), {});
  it('are accepted and refused alike, for schemas and values of all kinds', async () => {
    let [accepted, refused] = [0, 0];
    for (const route of routes) {
      const schema = drawn[route] ?? {};
      const judge = ajvJudge(schema);
      const values = Array.from({ length: VALUES_EACH }, () => random.value(schema));
      const statuses = await statusesOf(route, values);
      for (const [index, value] of values.entries()) {
        const expected = judge(structuredClone(value)) ? 200 : 400;
        assert.equal(statuses[index], expected, `${JSON.stringify(schema)}: ${JSON.stringify(value)}`);
        if (expected === 200) accepted += 1;
        else refused += 1;
      }
    }
    assert.ok(accepted > 500 && refused > 500, `${accepted} were accepted, ${refused} refused`);
  });

  /** All over one connection. */
  async function statusesOf(route: number, values: readonly unknown[]): Promise<readonly number[]> {
    const requests = values.map((value, index) => {
      const body = JSON.stringify(value);
      const close = index === values.length - 1 ? 'Connection: close\r\n' : '';
      const head = `POST /${route} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${close}`;
      return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    });
    const answers = await talk(site.port, Buffer.from(requests.join('')).toString('latin1'));
    return answers.map(({ status }) => status);
  }
});
