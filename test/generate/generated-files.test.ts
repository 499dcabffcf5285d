import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { generatedFiles, ROOT } from './generated-files.ts';

describe('generated files (npm run generate)', () => {
  for (const [file, text] of generatedFiles()) {
    it(`${file} is up to date`, () => {
      assert.ok(readFileSync(join(ROOT, file), 'utf8') === text, `${file} is stale: run npm run generate`);
    });
  }
});
