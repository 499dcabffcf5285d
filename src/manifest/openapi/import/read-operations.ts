import { isRecord } from '../../1-read/is-record.ts';
import { GUARDS } from '../extension-keys.ts';
import type { DocumentNode } from './document-reader.ts';
import { ImportNames } from './import-names.ts';
import type { OperationDraft, ParameterDraft } from './operation-draft.ts';
import { type ReadParts, readAnswer, readBody, readParameter } from './read-content.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface PathParts extends ReadParts {
  readonly root: DocumentNode;
  readonly base: string;
  readonly methods: ReadonlySet<string>;
  readonly names: ImportNames;
}

/** All operations of a document, in its order. */
export function readOperations(
  root: DocumentNode,
  parts: ReadParts & { readonly methods: ReadonlySet<string> },
): readonly OperationDraft[] {
  const paths = root.in('paths');
  if (paths === undefined) {
    if (parts.isOld || !['webhooks', 'components'].some((key) => root.in(key) !== undefined))
      root.fault('Missing key "paths": there is nothing to import');
    return [];
  }
  const names = new ImportNames(/^(?!x-)[A-Za-z][A-Za-z0-9_-]*$/);
  const all = { ...parts, root, base: basePathOf(root, parts), names };
  return [...paths.map('"paths"')].flatMap(([path, item]) =>
    path.startsWith('x-') ? noteExtension(item, parts) : readPath(path, item, all),
  );
}

function noteExtension(item: DocumentNode, { report }: ReadParts): readonly OperationDraft[] {
  report.note('Extensions (x-…)', item);
  return [];
}

/** The path of the first server. */
function basePathOf(root: DocumentNode, { report }: ReadParts): string {
  const servers = root.in('servers')?.list('"servers"') ?? [];
  for (const [index, server] of servers.entries()) {
    server.map('A server');
    if (!isRecord(server.value)) continue;
    if (server.in('url')?.text('The URL of a server') === undefined && server.in('url') === undefined)
      server.fault('Missing key "url" of a server');
    if (index > 0) report.note('Servers after the first', server);
  }
  const first = servers[0]?.in('url')?.value;
  if (typeof first !== 'string') return '';
  const variables = servers[0]?.in('variables')?.map('"variables"');
  const url = first.replace(/\{([^{}]*)\}/g, (whole, name: string) =>
    String(variables?.get(name)?.in('default')?.value ?? whole),
  );
  const path = url
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

function readPath(path: string, written: DocumentNode, parts: PathParts): readonly OperationDraft[] {
  if (!path.startsWith('/')) {
    written.fault(`The path "${path}" does not begin with "/"`);
    return [];
  }
  const item = written.resolved();
  if (item === undefined) return [];
  const fields = item.map('A path');
  parts.report.rest(item, [...METHODS, 'parameters', '$ref'], 'paths');
  const shared = readParameters(fields.get('parameters'), parts);
  return METHODS.flatMap((method) => {
    const node = fields.get(method);
    if (node === undefined) return [];
    if (!parts.methods.has(method.toUpperCase())) {
      parts.report.note(`Operations of the method ${method.toUpperCase()}`, node);
      return [];
    }
    return readOperation(node, { ...parts, path, method: method.toUpperCase(), shared }) ?? [];
  });
}

function readParameters(list: DocumentNode | undefined, parts: ReadParts): readonly ParameterDraft[] {
  return (list?.list('"parameters"') ?? []).flatMap((node) => readParameter(node, parts) ?? []);
}

interface OperationParts extends PathParts {
  readonly path: string;
  readonly method: string;
  readonly shared: readonly ParameterDraft[];
}

const WORDS = [
  ...'operationId summary tags parameters requestBody responses security x-same-origin x-handler'.split(' '),
  GUARDS,
];

function readOperation(node: DocumentNode, parts: OperationParts): OperationDraft | undefined {
  const { path, method, shared, report, names } = parts;
  const fields = node.map('An operation');
  if (!isRecord(node.value)) return undefined;
  const id = fields.get('operationId')?.text('"operationId"');
  const name = names.take(id ?? `${method.toLowerCase()} ${path}`, 'route');
  if (id !== undefined && id !== name) report.note('Names of operations that a route cannot have as they are', node);
  const own = readParameters(fields.get('parameters'), parts);
  const isOwn = (one: ParameterDraft) => own.some((other) => other.name === one.name && other.place === one.place);
  const parameters = uniqueParameters([...shared.filter((one) => !isOwn(one)), ...own]);
  const requestBody = fields.get('requestBody')?.resolved();
  if (requestBody !== undefined) report.rest(requestBody, ['content', 'required'], 'request bodies');
  const responses = fields.get('responses');
  if (responses === undefined && parts.isOld) node.fault('Missing key "responses" of an operation');
  const guards = fields.get(GUARDS);
  if (guards !== undefined) report.note('Guards (x-guards): anybody may send these', guards);
  const title = fields.get('summary')?.text('"summary"');
  const description = fields.get('description')?.text('"description"');
  const summary = title ?? description?.split(/\n|(?<=\.)\s/, 1)[0];
  // In a manifest braces make a template.
  const isKept = description !== '' && description !== summary && description?.includes('{{') === false;
  report.rest(node, isKept || title === undefined ? [...WORDS, 'description'] : WORDS, 'operations');
  return {
    node,
    name,
    method,
    path: `${parts.base}${path}`,
    summary,
    description: isKept ? description : undefined,
    tags: [...new Set((fields.get('tags')?.list('"tags"') ?? []).flatMap((tag) => tag.text('A tag') ?? []))].filter(
      (tag) => tag !== '',
    ),
    parameters,
    body: requestBody && readBody(requestBody, parts),
    bodyRequired: requestBody?.in('required')?.flag('"required"') ?? false,
    answer:
      responses === undefined ? { status: 200, content: undefined, headers: new Map() } : readAnswer(responses, parts),
    security: readSecurity(fields.get('security') ?? parts.root.in('security'), parts),
  };
}

function uniqueParameters(all: readonly ParameterDraft[]): readonly ParameterDraft[] {
  return [
    ...new Map(
      all.map((one) => [`${one.place} ${one.place === 'header' ? one.name.toLowerCase() : one.name}`, one]),
    ).values(),
  ];
}

/** The schemes of the first alternative; an empty one admits everyone. */
function readSecurity(list: DocumentNode | undefined, { report, root }: PathParts): readonly string[] {
  const alternatives = list?.list('"security"') ?? [];
  const schemes = alternatives.map((one) => [...one.map('A security requirement').keys()]);
  const known = root.in('components')?.in('securitySchemes');
  for (const [index, names] of schemes.entries())
    for (const name of names) {
      const node = alternatives[index]?.in(name);
      node?.list('The scopes of a security requirement');
      if (known?.in(name) === undefined) node?.fault(`There is no security scheme "${name}"`);
    }
  if (list === undefined || schemes.length === 0) return [];
  if (schemes.every((names) => names.length > 0))
    report.note(`Security (${schemes.map((names) => names.join(' and ')).join(' or ')}): anybody may send these`, list);
  return schemes.some((names) => names.length === 0) ? [] : (schemes[0] ?? []);
}
