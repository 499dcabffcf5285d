import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestPage } from './manifest-keys.ts';
import { shapeSource } from './shape-source.ts';

const SCHEMA = {
  description: 'All of it.',
  required: ['port'],
  properties: {
    port: { type: 'integer', description: 'Where | it listens.', examples: [80] },
    limits: {
      type: 'object',
      description: 'How much.',
      properties: { size: { $ref: '#/$defs/size', default: '1KiB' } },
    },
  },
  $defs: { size: { title: 'Size', description: 'Bytes.', type: ['integer', 'string'] } },
};
const PAGE =
  'Before\n<!-- keys: port -->\n<!-- /keys -->\nBetween\n<!-- keys: limits -->\nold\n<!-- /keys -->\nAfter\n';
const HEAD = '| key | value | default | example | meaning |\n|---|---|---|---|---|\n';

describe('tables of docs/reference/MANIFEST.md', () => {
  it('have a row for each key, and leave the prose around them', () => {
    const [port, limits] = [
      '| `port` | whole number | required | `80` | Where \\| it listens. |\n',
      '| `limits` | map |  |  | How much. |\n| `limits.size` | size | `1KiB` |  | Bytes. |\n',
    ].map((rows) => `\n${HEAD}${rows}\n`);
    const page = `Before\n<!-- keys: port -->\n${port}<!-- /keys -->\nBetween\n<!-- keys: limits -->\n${limits}<!-- /keys -->\nAfter\n`;
    assert.equal(manifestPage(SCHEMA, PAGE), page);
    assert.equal(manifestPage(SCHEMA, page), page);
  });
  it('are refused where one of the keys is in none of them', () => {
    assert.throws(() => manifestPage(SCHEMA, PAGE.replace('keys: limits', 'keys: other')), /for limits, limits\.size$/);
  });
});

describe('types of a manifest', () => {
  it('let anything be absent, and name each map by its place', () => {
    const [, shapes] = shapeSource(SCHEMA).split('\n\n/** All of it. */\n');
    const manifest =
      'export interface ManifestShape {\n  readonly port?: number;\n  readonly limits?: LimitsShape;\n}\n';
    const limits = 'export interface LimitsShape {\n  readonly size?: number | string;\n}\n';
    assert.equal(shapes, `${manifest}\n/** How much. */\n${limits}`);
  });
});
