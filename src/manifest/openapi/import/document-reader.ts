import { pointerTo } from '../../../http/json-pointer.ts';
import { isRecord } from '../../1-read/is-record.ts';
import { readAtMost } from '../../1-read/read-text.ts';
import { type Address, SchemaAddresses } from '../../1-read/schema-addresses.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { type DocumentFault, DocumentFile, type DocumentPlace, readDocumentFile } from './document-file.ts';

const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** Reads a document and the files that it refers to, each once. Collects what is wrong with them. */
export class DocumentReader {
  readonly faults: DocumentFault[] = [];
  /** References to what other servers have: nothing is fetched. */
  readonly remote: DocumentNode[] = [];
  readonly #files = new Map<string, DocumentFile | undefined>();
  readonly #addresses = new Map<string, SchemaAddresses>();

  /** Of what a file holds, `$id` and `$anchor` of its schemas too. */
  addressesOf({ name, value }: DocumentFile): SchemaAddresses {
    return getOrMake(this.#addresses, name, () => new SchemaAddresses({ value, root: [], file: name }));
  }

  /** undefined: there is a fault. */
  open(name: string, from?: DocumentNode): DocumentNode | undefined {
    if (!this.#files.has(name)) this.#files.set(name, this.#read(name, from));
    const file = this.#files.get(name);
    return file && new DocumentNode(file.value, { file, keys: [], reader: this });
  }

  fault(place: DocumentPlace, message: string): void {
    if (
      !this.faults.some(
        (known) => known.message === message && known.pointer === place.pointer && known.file === place.file,
      )
    )
      this.faults.push({ ...place, message });
  }

  #read(name: string, from: DocumentNode | undefined): DocumentFile | undefined {
    const bytes = readAtMost(name, FILE_BYTES_MAX + 1);
    const place = from?.place ?? { file: name, line: 1, column: 1, pointer: '' };
    if (typeof bytes === 'string') return void this.fault(place, `Cannot read "${name}": ${bytes}`);
    if (bytes.length > FILE_BYTES_MAX) return void this.fault(place, `Cannot read "${name}": it has more than 64 MiB`);
    const text = textOf(bytes);
    if (text === undefined) return void this.fault(place, `Cannot read "${name}": it is not UTF-8`);
    const read = readDocumentFile(name, text);
    if (read instanceof DocumentFile) return read;
    this.faults.push(...read);
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export type JsonMap = Readonly<Record<string, unknown>>;

interface NodeParts {
  readonly file: DocumentFile;
  readonly keys: readonly string[];
  readonly reader: DocumentReader;
}

/** A value of a document, which knows its place. A value of a wrong type is a fault, and is left out. */
export class DocumentNode {
  readonly value: unknown;
  readonly #parts: NodeParts;

  constructor(value: unknown, parts: NodeParts) {
    this.value = value;
    this.#parts = parts;
  }

  get place(): DocumentPlace {
    return this.#parts.file.placeOf(this.#parts.keys);
  }

  /** The same for each reference to this value. */
  get id(): string {
    return `${this.#parts.file.name}#${pointerTo(this.#parts.keys)}`;
  }

  get keys(): readonly string[] {
    return this.#parts.keys;
  }

  get file(): string {
    return this.#parts.file.name;
  }

  fault(message: string): undefined {
    this.#parts.reader.fault(this.place, message);
  }

  /** A part of a map or list; undefined if it has none of that key. */
  in(key: string): DocumentNode | undefined {
    const { value } = this;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return this.#child(key, (value as JsonMap)[key]);
  }

  /** The parts of a map, in its order. */
  map(what: string): ReadonlyMap<string, DocumentNode> {
    if (!isRecord(this.value)) return this.#wrong(`${what} must be a map of keys`) ?? new Map();
    return new Map(Object.entries(this.value).map(([key, value]) => [key, this.#child(key, value)]));
  }

  list(what: string): readonly DocumentNode[] {
    if (!Array.isArray(this.value)) return this.#wrong(`${what} must be a list`) ?? [];
    return this.value.map((item, index) => this.#child(String(index), item));
  }

  text(what: string): string | undefined {
    if (typeof this.value === 'string') return this.value;
    return this.#wrong(`${what} must be a text`);
  }

  flag(what: string): boolean {
    if (typeof this.value === 'boolean') return this.value;
    this.#wrong(`${what} must be true or false`);
    return false;
  }

  number(what: string): number | undefined {
    if (typeof this.value === 'number') return this.value;
    return this.#wrong(`${what} must be a number`);
  }

  /** What this refers to, however many steps away; itself if it is no reference. undefined: there is a fault, or it is remote. */
  resolved(): DocumentNode | undefined {
    let node: DocumentNode = this;
    const seen = new Set<string>();
    for (;;) {
      const reference = node.in('$ref');
      if (reference === undefined) return node;
      const text = reference.text('"$ref"');
      if (text === undefined) return undefined;
      if (seen.has(node.id)) return reference.fault(`The reference "${text}" only leads to itself`);
      seen.add(node.id);
      const target = reference.#follow(text);
      if (target === undefined) return undefined;
      node = target;
    }
  }

  #follow(text: string): DocumentNode | undefined {
    const { file, keys, reader } = this.#parts;
    const nowhere = `The reference "${text}" leads nowhere`;
    const address = reader.addressesOf(file).find(text, keys.slice(0, -1));
    if (text.startsWith('#')) {
      // Many mean the document, and not the schema with an `$id` that is around the reference.
      const own = address.kind === 'here' ? this.#nodeAt(address.keys, file) : undefined;
      return own ?? this.#at(reader.addressesOf(file).find(text, []), file, nowhere);
    }
    if (address.kind !== 'file') return this.#at(address, file, nowhere);
    const root = reader.open(address.file, this);
    if (root === undefined) return undefined;
    const { file: other } = root.#parts;
    return this.#at(reader.addressesOf(other).find(`#${address.fragment}`, []), other, nowhere);
  }

  #at(address: Address, file: DocumentFile, nowhere: string): DocumentNode | undefined {
    if (address.kind === 'remote') {
      this.#parts.reader.remote.push(this);
      return undefined;
    }
    if (address.kind !== 'here') return this.fault(`${nowhere}: no schema has this "$anchor"`);
    return this.#nodeAt(address.keys, file) ?? this.fault(nowhere);
  }

  #nodeAt(keys: readonly string[], file: DocumentFile): DocumentNode | undefined {
    let node: DocumentNode | undefined = new DocumentNode(file.value, { ...this.#parts, file, keys: [] });
    for (const key of keys) node = node?.in(key);
    return node;
  }

  #child(key: string, value: unknown): DocumentNode {
    return new DocumentNode(value, { ...this.#parts, keys: [...this.#parts.keys, key] });
  }

  #wrong(message: string): undefined {
    const found = this.value === null ? 'is empty' : `is ${kindOf(this.value)}`;
    return this.fault(`${message}; it ${found}`);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'a text' : `"${String(value)}"`;
}
