import { documentOf, writeDocument } from '../../manifest/openapi/document-of.ts';
import { loadReported } from '../load-reported.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { writeReported } from './write-file.ts';

/** Writes the manifest as an OpenAPI 3.1 document. Resolves to the exit code. */
export async function openapi(
  { manifest, format, out }: Command & { kind: 'openapi' },
  terminal: Terminal,
): Promise<number> {
  terminal.keepOut();
  const loaded = await loadReported(manifest, terminal);
  if (loaded === undefined) return 1;
  const text = writeDocument(documentOf(loaded.site), format);
  if (out === undefined) {
    terminal.out(text.trimEnd());
    return 0;
  }
  return writeReported(out, text, terminal);
}
