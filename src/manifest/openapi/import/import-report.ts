import { basename, dirname, relative } from 'node:path';
import { byText } from '../../collections/by-text.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import type { DocumentPlace } from './document-file.ts';
import type { DocumentNode } from './document-reader.ts';

/** What only the makers of a document know. */
export const EXTENSIONS = 'Extensions (x-…)';

/** What a manifest cannot say of a document: by kind, each with its places. */
export class ImportReport {
  readonly #places = new Map<string, DocumentPlace[]>();

  note(kind: string, node: DocumentNode): void {
    const places = getOrMake(this.#places, kind, () => []);
    const { place } = node;
    if (!places.some(({ file, pointer }) => file === place.file && pointer === place.pointer)) places.push(place);
  }

  /** Notes each key that is not one of these. */
  rest(node: DocumentNode, known: readonly string[], what: string): void {
    if (typeof node.value !== 'object' || node.value === null) return;
    for (const key of Object.keys(node.value)) {
      const child = known.includes(key) ? undefined : node.in(key);
      if (child !== undefined) this.note(key.startsWith('x-') ? EXTENSIONS : `"${key}" of ${what}`, child);
    }
  }

  /** The kinds in alphabetical order, with how many places each has. */
  get counts(): readonly (readonly [kind: string, count: number])[] {
    return this.#kinds.map(([kind, places]) => [kind, places.length]);
  }

  /** As Markdown. Files are named from the folder of the document, `source`. */
  text(source: string): string {
    const folder = dirname(source);
    const head = [
      `# What the manifest does not say of ${basename(source)}`,
      '',
      'Each line is a place in the document: file, line and JSON pointer.',
    ];
    const parts = this.#kinds.flatMap(([kind, places]) => [
      '',
      `## ${kind}: ${places.length}`,
      '',
      ...places.map(({ file, line, pointer }) => `- ${relative(folder, file)}:${line} \`#${pointer}\``),
    ]);
    const none = parts.length === 0 ? ['', 'It says all of it.'] : [];
    return `${[...head, ...parts, ...none].join('\n')}\n`;
  }

  get #kinds(): readonly (readonly [string, readonly DocumentPlace[]])[] {
    return [...this.#places].toSorted(([a], [b]) => byText(a, b));
  }
}
