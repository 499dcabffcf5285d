import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { templateFiles } from '../../../src/cli/commands/init.ts';
import { checkExamples } from '../../../src/cli/judge/check-examples.ts';
import { loadManifest } from '../../../src/manifest/load-manifest.ts';
import { documentOf, writeDocument } from '../../../src/manifest/openapi/document-of.ts';
import { inFolder } from '../manifest-folder.ts';
import { importInto, withImport } from './import-site.ts';

const CLUB = join(import.meta.dirname, 'club.yaml');

describe('import of an OpenAPI document', () => {
  it('makes a manifest, split by tag, that check accepts, and whose examples pass', async () => {
    await withImport(CLUB, async (site) => {
      assert.equal(site.code, 0, site.err);
      const loaded = await site.load();
      assert.deepEqual(
        [...loaded.site.routes.keys()],
        ['old', 'listRides2', 'listRides', 'addRide', 'getRidesRideIdReportFormat'],
      );
      assert.deepEqual(parse(site.read('routes.yaml')).include, ['routes/rides.yaml', 'routes/reports-more.yaml']);
      const { passed, failed } = await checkExamples(loaded);
      assert.deepEqual({ passed, failed }, { passed: 3, failed: 0 });
    });
  });

  it('answers with the first example that its schema allows, else with a value made of the schema', async () => {
    await withImport(CLUB, async (site) => {
      const { routes } = parse(site.read('routes/rides.yaml'));
      assert.deepEqual(routes.listRides, {
        path: '/api/v2/rides',
        methods: ['GET'],
        summary: 'All rides',
        tags: ['rides'],
        query: { limit: { type: 'integer', default: 10, maximum: 50 } },
        json: [{ name: 'Dawn', level: null }, { name: 'Dusk' }],
        model: { type: 'array', items: { $ref: '../schemas.yaml#/Ride' } },
        response: { headers: { 'X-Total': '2' } },
        examples: {
          example: { request: 'GET /api/v2/rides?limit=5', response: { status: 200 } },
          two: {
            request: 'GET /api/v2/rides?limit=5',
            response: { status: 200, json: [{ name: 'Dawn', level: null }, { name: 'Dusk' }] },
          },
        },
      });
      assert.equal(routes.addRide['x-made'], true);
      assert.deepEqual(routes.addRide.json, {
        name: 'text',
        level: 1,
        code: 'AA-000',
        owner: { id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
      });
      assert.deepEqual(routes.addRide.examples.example, {
        request: 'POST /api/v2/rides?limit=5',
        body: { name: 'Dawn', level: 3 },
        response: { status: 201 },
      });
    });
  });

  it('translates the words of OpenAPI 3.0, and what its paths and answers can say', async () => {
    await withImport(CLUB, async (site) => {
      const { routes } = parse(site.read('routes.yaml'));
      const schemas = parse(site.read('schemas.yaml'));
      assert.deepEqual(schemas.Ride.properties.level, { type: ['integer', 'null'], enum: [1, 2, 3, null] });
      assert.deepEqual(Object.keys(schemas), ['Ride', 'Owner']);
      assert.deepEqual(routes.old.redirect, { url: '/api/v2/rides', status: 301 });
      const report = parse(site.read('routes/reports-more.yaml')).routes.getRidesRideIdReportFormat;
      assert.equal(report.path, '/api/v2/rides/{ride_id}/{format}');
      assert.deepEqual(report.params, {
        ride_id: { type: 'integer', exclusiveMinimum: 0 },
        format: { type: 'string', pattern: '^report\\..+$' },
      });
      assert.deepEqual([report.text, report.response], ['a,b', { type: 'text/csv' }]);
    });
  });

  it('keeps the description of an operation, unless it would be a template', async () => {
    const operation = (words: object) => ({ get: { ...words, responses: { 200: { description: 'Yes' } } } });
    const document = {
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: {
        '/both': operation({ operationId: 'both', summary: 'Short', description: 'Long.\n\nAnd longer.' }),
        '/alone': operation({ operationId: 'alone', description: 'First. Second.' }),
        '/once': operation({ operationId: 'once', description: 'Once' }),
        '/braces': operation({ operationId: 'braces', summary: 'Short', description: 'As {{this}}' }),
      },
    };
    await inFolder({ 'document.json': JSON.stringify(document) }, (folder) =>
      withImport(join(folder, 'document.json'), async (site) => {
        const { site: loaded } = await site.load();
        const words = [...loaded.routes.values()].map(({ name, summary, description }) => [name, summary, description]);
        assert.deepEqual(words, [
          ['both', 'Short', { kind: 'fixed', text: 'Long.\n\nAnd longer.' }],
          ['alone', 'First.', { kind: 'fixed', text: 'First. Second.' }],
          ['once', 'Once', { kind: 'fixed', text: '' }],
          ['braces', 'Short', { kind: 'fixed', text: '' }],
        ]);
        assert.match(site.read('import-report.md'), /## "description" of operations: 1\n/);
      }),
    );
  });

  it('lists what the manifest does not say, each with file, line and pointer', async () => {
    await withImport(CLUB, async (site) => {
      const report = site.read('import-report.md');
      for (const line of [
        '## Security (key): anybody may send these: 1',
        '- CLUB:10 `#/security`',
        '## Style "deepObject" of parameters: 1',
        '## Request bodies of the type multipart/form-data: 1',
        '## Error answers: the server has its own: 1',
        '## Further examples of answers: a fixed answer has one: 1',
        '## Examples that their own schema refuses: 1',
        '- CLUB:31 `#/paths/~1rides/get/responses/200/content/application~1json/examples/none/value`',
        '## Schemas that no operation here uses: 1',
        '## "deprecated" of operations: 1',
      ])
        assert.ok(report.includes(line.replace('CLUB', 'club.yaml')), `${line}\n${report}`);
    });
  });

  it('writes nothing when nothing has changed, and never over a manifest that it did not make', async () => {
    await withImport(CLUB, async (first) => {
      const file = join(first.folder, 'routes.yaml');
      const before = statSync(file, { bigint: true });
      const again = await importInto(first.folder, CLUB);
      assert.deepEqual([again.code, statSync(file, { bigint: true }).ino], [0, before.ino]);
      const stale = join(first.folder, 'routes/gone.yaml');
      writeFileSync(stale, '# Made by velosiped import from club.yaml\nroutes: {}\n');
      writeFileSync(join(first.folder, 'own.yaml'), 'a: 1\n');
      const third = await importInto(first.folder, CLUB);
      assert.ok(third.out.startsWith(`${stale}: removed`), third.out);
      assert.deepEqual([existsSync(stale), existsSync(join(first.folder, 'own.yaml'))], [false, true]);
      writeFileSync(file, 'version: 1\nroutes: {}\n');
      const refused = await importInto(first.folder, CLUB);
      assert.equal(refused.code, 1);
      assert.match(refused.err, /it was not made by an import/);
      assert.equal(first.read('routes.yaml'), 'version: 1\nroutes: {}\n');
    });
  });

  it('writes guards that refuse, if asked', async () => {
    await withImport(
      CLUB,
      async (site) => {
        assert.equal(site.code, 0, site.err);
        const { passed, failed } = await checkExamples(await site.load());
        assert.deepEqual({ passed, failed }, { passed: 3, failed: 0 });
        assert.match(site.read('guards.mjs'), /key: \(\) => refuse\(\)/);
      },
      { guards: true },
    );
  });

  it('gives back the same document that the shipped manifest was written as', async () => {
    const shipped = await loadManifest('routes.yaml');
    assert.ok(shipped.kind === 'loaded');
    await checkRoundTrip(writeDocument(documentOf(shipped.site), 'yaml'));
  });
});

describe('import of values that look like references', () => {
  const value = { $ref: '#/components/schemas/Foo' };
  const named = { $ref: 'Foo' };
  const schema = {
    properties: {
      b: { enum: [named, value] },
      c: { const: named },
      enum: value,
      default: { $ref: '#/components/schemas/Bar' },
    },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    components: { schemas: { Foo: { type: 'object' }, Bar: { type: 'string' } } },
    paths: {
      '/a': {
        post: {
          requestBody: { content: { 'application/json': { schema } } },
          responses: { 200: { description: 'A' } },
        },
      },
      '/b': {
        post: {
          requestBody: { content: { 'application/json': { schema: { const: { $ref: 'Unused' } } } } },
          responses: { 200: { description: 'B' } },
        },
      },
    },
  };

  it('leaves them, next to properties that have the names of such keywords', async () => {
    const source = {
      ...document,
      components: { schemas: { ...document.components.schemas, Unused: { type: 'string' } } },
    };
    await inFolder({ 'api.json': JSON.stringify(source) }, (folder) =>
      withImport(join(folder, 'api.json'), async (site) => {
        assert.equal(site.code, 0, site.err);
        const { postA: a, postB: b } = parse(site.read('routes.yaml')).routes;
        assert.deepEqual(a?.body.properties.b.enum[0], named);
        assert.deepEqual(a?.body.properties.c.const, named);
        assert.deepEqual(a?.body.properties.enum, { $ref: './schemas.yaml#/Foo' });
        assert.deepEqual(a?.body.properties.default, { $ref: './schemas.yaml#/Bar' });
        assert.deepEqual(b?.body.const, { $ref: 'Unused' });
        assert.deepEqual(Object.keys(parse(site.read('schemas.yaml'))), ['Foo', 'Bar']);
      }),
    );
  });
});

describe('import of schemas that know each other by $defs, $anchor and $id', () => {
  const DOCUMENT = `openapi: 3.1.0
info: { title: Trees, version: '1' }
paths:
  /trees:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#leaf' } } } }
      responses: { '200': { description: Yes, content: { application/json: { schema: { $ref: '#/components/schemas/Own' } } } } }
components:
  schemas:
    Tree:
      $defs: { Leaf: { $anchor: leaf, type: object, properties: { n: { type: integer } } }, Unused: { type: string } }
      properties: { leaf: { $ref: '#/components/schemas/Tree/$defs/Leaf' } }
    Own:
      $id: https://trees.example/own.json
      type: object
      properties: { x: { $ref: '#/$defs/X' }, me: { $ref: '#' }, y: { $ref: '#y' }, tree: { $ref: tree.json } }
      $defs: { X: { type: string }, Y: { $anchor: y, type: boolean }, T: { $id: tree.json, type: 'null' } }
`;
  it('gives each a name, and reports those that nothing uses', async () => {
    await inFolder({ 'trees.yaml': DOCUMENT }, (folder) =>
      withImport(join(folder, 'trees.yaml'), async (site) => {
        assert.equal(site.code, 0, site.err);
        await site.load();
        const { Own, ...others } = parse(site.read('schemas.yaml'));
        const targets = Object.fromEntries(
          Object.entries(Own.properties).map(([name, one]) => [name, Object(one).$ref]),
        );
        assert.deepEqual(targets, { x: '#/X', me: '#/Own', y: '#/Y', tree: '#/T' });
        const leaf = { type: 'object', properties: { n: { type: 'integer' } } };
        assert.deepEqual(others, { Leaf: leaf, X: { type: 'string' }, Y: { type: 'boolean' }, T: { type: 'null' } });
        assert.match(site.read('import-report.md'), /no operation here uses: 2\n/);
      }),
    );
  });
  it('says of an anchor that there is none', async () => {
    await inFolder({ 'trees.yaml': DOCUMENT.replace("'#leaf'", "'#laef'") }, (folder) =>
      withImport(join(folder, 'trees.yaml'), async (site) => {
        assert.equal(site.code, 1);
        assert.match(site.err, /trees\.yaml:6:63: The reference "#laef" leads nowhere: no schema has this "\$anchor"/);
      }),
    );
  });
});

describe('round trip of an OpenAPI document', () => {
  for (const template of ['site', 'api'] as const) {
    it(`gives back the document of the template ${template}`, async () => {
      const files = templateFiles(template);
      // Their handlers import the package, which is not installed here.
      const names = [...(files.get('routes.yaml') ?? '').matchAll(/handler: (\w+)/g)].map(([, name = '']) => name);
      const guards = [...(files.get('routes.yaml') ?? '').matchAll(/guards: \[(\w+)\]/g)].map(([, name = '']) => name);
      const record = (all: readonly string[]) => `{ ${all.map((name) => `${name}: () => ({})`).join(', ')} }`;
      const handlers = `export const handlers = ${record(names)};\nexport const guards = ${record(guards)};\n`;
      const all = { ...Object.fromEntries(files), 'src/handlers.ts': handlers };
      const text = await inFolder(all, async (folder) => {
        const loaded = await loadManifest(join(folder, 'routes.yaml'), { scope: 'start' });
        assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded.diagnostics));
        return writeDocument(documentOf(loaded.site), 'yaml');
      });
      await checkRoundTrip(text);
    });
  }
});

async function checkRoundTrip(text: string): Promise<void> {
  await withImport(CLUB, async ({ folder }) => {
    const document = join(folder, 'document.yaml');
    writeFileSync(document, text);
    await withImport(document, async (site) => {
      assert.equal(site.code, 0, site.err);
      const { site: imported } = await site.load();
      assert.equal(writeDocument(documentOf(imported), 'yaml'), text);
    });
  });
}
