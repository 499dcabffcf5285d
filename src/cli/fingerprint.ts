import { createHash } from 'node:crypto';
import type { SourceTexts } from '../manifest/load-manifest.ts';

/** The same for the same texts: shows whether two processes have read the same manifest. */
export function fingerprint(sources: SourceTexts): string {
  const hash = createHash('sha256');
  for (const [file, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(JSON.stringify([file, text]));
  return hash.digest('base64');
}
