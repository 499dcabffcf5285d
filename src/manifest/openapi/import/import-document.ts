import { isRecord } from '../../1-read/is-record.ts';
import { reached } from '../../collections/reached.ts';
import { RuleCompiler } from '../../schemas/compile-rule.ts';
import type { NamedSchemas } from '../../schemas/schema.ts';
import { namesReferred } from '../with-references.ts';
import { addGuards } from './add-guards.ts';
import { breakRunaways, schemasOf } from './break-runaways.ts';
import { buildRoute } from './build-route.ts';
import type { DocumentFault } from './document-file.ts';
import { type DocumentNode, DocumentReader } from './document-reader.ts';
import { ImportReport } from './import-report.ts';
import { type ManifestDraft, splitByTag } from './manifest-draft.ts';
import { readManifestWords } from './manifest-words.ts';
import type { OperationDraft } from './operation-draft.ts';
import { readInfo } from './read-info.ts';
import { readOperations } from './read-operations.ts';
import { pathShapeOf } from './route-path.ts';
import { Sampler } from './sample-value.ts';
import { SchemaTranslator, type Shape } from './translate-schema.ts';

export type ImportResult =
  | {
      readonly kind: 'imported';
      readonly draft: ManifestDraft;
      readonly report: ImportReport;
      readonly operations: number;
    }
  | { readonly kind: 'rejected'; readonly faults: readonly DocumentFault[] };

/** An OpenAPI 3.0 or 3.1 document as a manifest, which `check` has not seen yet. Never throws for what a document says. */
export function importDocument(file: string, { guards }: { readonly guards: boolean }): ImportResult {
  const reader = new DocumentReader();
  const root = reader.open(file);
  const version = root && versionOf(root);
  if (root === undefined || version === undefined) return { kind: 'rejected', faults: reader.faults };
  try {
    return importVersion(version, { reader, root, guards });
  } catch (error) {
    // Schemas are followed into each other, and the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    root.fault('Its schemas lead into each other too deeply');
    return { kind: 'rejected', faults: reader.faults };
  }
}

interface Opened {
  readonly reader: DocumentReader;
  readonly root: DocumentNode;
  readonly guards: boolean;
}

function importVersion(version: string, { reader, root, guards }: Opened): ImportResult {
  const report = new ImportReport();
  const words = readManifestWords();
  const isOld = version.startsWith('3.0');
  const schemas = new SchemaTranslator({ words, report, isOld });
  const info = readInfo(root, report);
  const components = componentsOf(root, report);
  for (const node of components.values()) schemas.reserve(node);
  for (const node of components.values()) schemas.define(node);
  const operations = readOperations(root, { report, schemas, isOld, methods: words.methods });
  if (reader.faults.length > 0) return { kind: 'rejected', faults: inOrder(reader.faults) };
  breakRunaways(schemas.named, (shape) => {
    const node = schemas.nodeOf(shape);
    if (node !== undefined) report.note('Schemas of which a check would take very long: they allow everything', node);
  });
  const before = samplerOf(schemas).sampler;
  schemas.checkDefaults((value, shape) => before.isValid(value, shape));
  const { sampler, named } = samplerOf(schemas);
  const routes = withoutRivals(operations, report).map((operation) => ({
    operation,
    route: buildRoute(operation, { words, report, sampler, named }),
  }));
  const used = usedSchemas(
    routes.map(({ route }) => route),
    schemas.named,
  );
  for (const node of [...components.values(), ...schemas.definitions])
    if (!used.has(schemas.reserve(node))) report.note('Schemas that no operation here uses', node);
  for (const node of reader.remote) report.note('References to other servers: they allow everything', node);
  const draft = splitByTag({
    info,
    errors: errorsOf(root),
    schemas: used,
    routes,
    sources: sourcesOf(components, operations, schemas),
  });
  return {
    kind: 'imported',
    draft: guards ? addGuards(draft, operations) : draft,
    report,
    operations: operations.length,
  };
}

function samplerOf(schemas: SchemaTranslator): { readonly sampler: Sampler; readonly named: NamedSchemas } {
  const named = schemasOf(schemas.named);
  return { named, sampler: new Sampler({ named, rules: new RuleCompiler(), hints: (shape) => schemas.hints(shape) }) };
}

/** Without those that another one before them hides: their paths differ in the names of parameters, or after a `?` or `#`. */
function withoutRivals(operations: readonly OperationDraft[], report: ImportReport): readonly OperationDraft[] {
  const asked = new Set<string>();
  return operations.filter((operation) => {
    const request = `${operation.method} ${pathShapeOf(operation)}`;
    if (asked.has(request))
      report.note('Operations that an earlier one hides: the same method and path', operation.node);
    return !asked.has(request) && asked.add(request);
  });
}

/** How the server of an exported manifest tells errors. */
function errorsOf(root: DocumentNode): string | undefined {
  const written = root.in('x-errors')?.value;
  return written === 'page' || written === 'problem' ? written : undefined;
}

function inOrder(faults: readonly DocumentFault[]): readonly DocumentFault[] {
  return faults.toSorted(
    (a, b) => Number(a.file > b.file) - Number(a.file < b.file) || a.line - b.line || a.column - b.column,
  );
}

/** undefined: it is none that can be read, and there is a fault. */
function versionOf(root: DocumentNode): string | undefined {
  if (!isRecord(root.value)) return root.fault('The document must be a map of keys');
  const swagger = root.in('swagger');
  if (swagger !== undefined)
    return swagger.fault(`This is a Swagger ${String(swagger.value)} document: convert it to OpenAPI 3 first`);
  const written = root.in('openapi');
  if (written === undefined) return root.fault('Missing key "openapi": this is not an OpenAPI document');
  const version = written.text('"openapi"');
  if (version === undefined || /^3\.[01](?:\.\d|$)/.test(version)) return version;
  return written.fault(`Cannot read OpenAPI "${version}": it must be 3.0 or 3.1`);
}

/** The schemas of the document's components, by their names there. */
function componentsOf(root: DocumentNode, report: ImportReport): ReadonlyMap<string, DocumentNode> {
  report.rest(
    root,
    ['openapi', 'info', 'servers', 'paths', 'components', 'tags', 'security', 'x-errors'],
    'the document',
  );
  for (const tag of root.in('tags')?.list('"tags"') ?? []) {
    tag.map('A tag');
    report.rest(tag, ['name'], 'tags');
  }
  const components = root.in('components');
  if (components === undefined) return new Map();
  for (const [key, node] of components.map('"components"')) if (!key.startsWith('x-')) node.map(`"${key}"`);
  report.rest(components, ['schemas', 'responses', 'parameters', 'examples', 'requestBodies', 'headers'], 'components');
  return components.in('schemas')?.map('"schemas"') ?? new Map();
}

/** What routes refer to, and what that refers to; in the order of the document. */
function usedSchemas(routes: readonly Shape[], named: ReadonlyMap<string, Shape>): ReadonlyMap<string, Shape> {
  const parts = routes.map(({ params, query, headers, cookies, body, model }) => {
    return { params, query, headers, cookies, body, model };
  });
  const used = reached(namesReferred(parts), (name) => namesReferred(named.get(name)));
  return new Map([...named].filter(([name]) => used.has(name)));
}

function sourcesOf(
  components: ReadonlyMap<string, DocumentNode>,
  operations: readonly OperationDraft[],
  schemas: SchemaTranslator,
): ManifestDraft['sources'] {
  return {
    schemas: new Map([...components.values()].map((node) => [schemas.reserve(node), node])),
    routes: new Map(operations.map(({ name, node }) => [name, node])),
  };
}
