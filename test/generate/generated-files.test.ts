import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { generatedFiles, ROOT } from './generated-files.ts';

describe('what is made of one source (npm run generate)', () => {
  for (const [file, text] of generatedFiles()) {
    it(`${file} is fresh`, () => {
      assert.ok(readFileSync(join(ROOT, file), 'utf8') === text, `${file} is stale: run npm run generate`);
    });
  }
});
