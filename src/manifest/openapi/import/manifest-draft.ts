import { Document, Scalar, stringify, visit } from 'yaml';
import { NAMED_SCHEMAS } from '../../1-read/schema-keywords.ts';
import { freeName } from '../../collections/free-name.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { withReferences } from '../with-references.ts';
import type { DocumentNode } from './document-reader.ts';
import type { OperationDraft } from './operation-draft.ts';
import type { Shape } from './translate-schema.ts';

/** A manifest in its files, before it is written. Values can be taken out of it. */
export interface ManifestDraft {
  /** By name; the first is the manifest. */
  readonly files: ReadonlyMap<string, Shape>;
  /** Texts that are written only where there is no such file. */
  readonly once: ReadonlyMap<string, string>;
  /** Where the parts come from. */
  readonly sources: {
    readonly schemas: ReadonlyMap<string, DocumentNode>;
    readonly routes: ReadonlyMap<string, DocumentNode>;
  };
}

export const MANIFEST_NAME = 'routes.yaml';

interface DraftParts {
  readonly info: Shape;
  /** `server.errors` */
  readonly errors: string | undefined;
  readonly schemas: ReadonlyMap<string, Shape>;
  readonly routes: readonly { readonly operation: OperationDraft; readonly route: Shape }[];
  readonly sources: ManifestDraft['sources'];
}

/** Routes with a tag are in a file of that tag, the first one counts; the others are in the manifest. Schemas are in files of their own. */
export function splitByTag({ info, errors, schemas, routes, sources }: DraftParts): ManifestDraft {
  const main: Shape = {};
  const byFile = new Map<string, Shape>();
  const files = new Map<string, string>();
  const sizes = new Map<string, number>();
  const untagged = routes.filter(({ operation }) => operation.tags.length === 0);
  const isRoomy = untagged.reduce((sum, { route }) => sum + JSON.stringify(route).length, 0) <= FILE_LENGTH_MAX;
  for (const { operation, route } of routes) {
    const [tag = isRoomy ? undefined : 'untagged'] = operation.tags;
    const fileOf = (named: string): string => {
      const base = getOrMake(files, named, () => freeFile(named, new Set(files.values())));
      return roomyFile(base, JSON.stringify(route).length, sizes);
    };
    const target = tag === undefined ? main : getOrMake(byFile, fileOf(tag), (): Shape => ({}));
    target[operation.name] = route;
  }
  const include = [...byFile.keys()];
  const manifest: Shape = {
    version: 1,
    info,
    ...(errors === undefined ? {} : { server: { errors } }),
    ...(include.length === 0 ? {} : { include }),
    routes: main,
  };
  const parts = [...byFile].map(([file, own]) => [file, { routes: own }] as const);
  return { files: new Map([[MANIFEST_NAME, manifest], ...parts, ...schemaFiles(schemas)]), once: new Map(), sources };
}

function schemaFiles(schemas: ReadonlyMap<string, Shape>): ReadonlyMap<string, Shape> {
  const files = new Map<string, Shape>();
  const sizes = new Map<string, number>();
  for (const [name, schema] of schemas) {
    const file = roomyFile(SCHEMAS, JSON.stringify(schema).length, sizes);
    getOrMake(files, file, (): Shape => ({}))[name] = schema;
  }
  return files;
}

const SCHEMAS = 'schemas';

/** Whether a file of a draft holds schemas by their names, and no routes. */
export function holdsSchemas(file: string): boolean {
  return file.startsWith(`${SCHEMAS}.`);
}

function freeFile(tag: string, taken: ReadonlySet<string>): string {
  const base =
    tag
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'tag';
  return freeName(`routes/${base}`, taken, '-');
}

/** In JSON; a file of a manifest has at most 1 MiB, and YAML takes more than JSON. */
const FILE_LENGTH_MAX = 400_000;

function roomyFile(base: string, length: number, sizes: Map<string, number>): string {
  const number = Math.floor(((sizes.get(base) ?? 0) + length) / FILE_LENGTH_MAX);
  sizes.set(base, (sizes.get(base) ?? 0) + length);
  return number === 0 ? `${base}.yaml` : `${base}.part${number + 1}.yaml`;
}

/** The texts of its files. `source` is named in the first line, by which a later import knows its own. */
export function textsOf({ files }: ManifestDraft, source: string): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const [file, value] of files)
    if (holdsSchemas(file)) for (const name of Object.keys(value)) holders.set(name, file);
  return new Map(
    [...files].map(([file, value]) => [file, `${MARK} from ${source}\n${yamlOf(placed(value, file, holders))}`]),
  );
}

export const MARK = '# Made by velosiped import';

/** What refers to `#/schemas/NAME` refers to the file that holds it. */
function placed(value: Shape, from: string, holders: ReadonlyMap<string, string>): unknown {
  const refer = (name: string) => {
    const file = holders.get(name);
    if (file === undefined) return `${NAMED_SCHEMAS}${name}`;
    return file === from ? `#/${name}` : `${from.includes('/') ? '../' : './'}${file}#/${name}`;
  };
  return withReferences(value, refer, holdsSchemas(from) ? 'names' : 'words');
}

const STYLE = { aliasDuplicateObjects: false, lineWidth: 100 };

function yamlOf(value: unknown): string {
  const text = stringify(value, STYLE);
  if (!/\$\{|<</.test(text)) return text;
  const document = new Document(value, STYLE);
  visit(document, {
    // Without quotes it would look like a variable, or merge two maps.
    Scalar: (_, scalar) => {
      if (/\$\{|^<<$/.test(String(scalar.value))) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString(STYLE);
}
