import { essenceOf, FORM_TYPE, isJson, MULTIPART_TYPE } from '../../../http/media-types.ts';
import { wordSet } from '../../../http/word-list.ts';
import { isRecord } from '../../1-read/is-record.ts';
import { UNNAMED } from '../extension-keys.ts';
import type { DocumentNode } from './document-reader.ts';
import { formShape } from './form-shape.ts';
import type { ImportReport } from './import-report.ts';
import type { AnswerDraft, ContentDraft, NamedExample, ParameterDraft } from './operation-draft.ts';
import type { SchemaTranslator, Shape } from './translate-schema.ts';

export interface ReadParts {
  readonly report: ImportReport;
  readonly schemas: SchemaTranslator;
  /** OpenAPI 3.0, which requires more. */
  readonly isOld: boolean;
}

const PLACES = ['path', 'query', 'header', 'cookie'] as const;
/** OpenAPI says of these that a document does not describe them as parameters. */
const NOT_PARAMETERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);
const STYLES: Readonly<Record<ParameterDraft['place'], string>> = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
};

export function readParameter(written: DocumentNode, parts: ReadParts): ParameterDraft | undefined {
  const { report, schemas } = parts;
  const node = written.resolved();
  if (node === undefined) return undefined;
  const fields = node.map('A parameter');
  if (fields.size === 0) return undefined;
  const name = fields.get('name')?.text('The name of a parameter');
  const where = fields.get('in')?.text('"in"');
  if (!fields.has('name')) return node.fault('Missing key "name" of a parameter');
  if (!fields.has('in')) return node.fault('Missing key "in" of a parameter');
  const place = PLACES.find((each) => each === where);
  if (name === undefined || where === undefined) return undefined;
  if (place === undefined)
    return fields.get('in')?.fault(`"${where}" is not a place of a parameter: it must be ${PLACES.join(', ')}`);
  if (place === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) {
    report.note('Header parameters that OpenAPI ignores', node);
    return undefined;
  }
  const required = fields.get('required')?.flag('"required"') ?? false;
  const style = fields.get('style')?.text('"style"') ?? STYLES[place];
  if (style !== STYLES[place]) report.note(`Style "${style}" of parameters`, fields.get('style') ?? node);
  report.rest(
    node,
    ['name', 'in', 'required', 'schema', 'content', 'example', 'examples', 'description', 'style', 'x-rest', 'explode'],
    'parameters',
  );
  const explode = fields.get('explode');
  const isUsual = explode === undefined || explode.flag('"explode"') === (style === 'form');
  if (explode !== undefined && !isUsual) report.note('"explode" of parameters', explode);
  const content = fields.get('content');
  if (content !== undefined) report.note('Parameters with "content"', content);
  const schema = fields.get('schema');
  const description = fields.get('description')?.text('"description"');
  const shape = schema === undefined ? {} : schemas.translate(schema);
  const whole: Shape = description === undefined ? shape : { ...shape, description };
  const isRest = fields.get('x-rest')?.value === true;
  return {
    node,
    name,
    place,
    required: required || place === 'path',
    shape: isRest ? { ...whole, 'x-rest': true } : whole,
    isPlainList: style === STYLES[place] && (isUsual || place === 'header') && content === undefined,
    examples: readExamples(node, parts),
  };
}

/** The examples of a parameter or a media type. */
function readExamples(node: DocumentNode, { report }: ReadParts): readonly NamedExample[] {
  const example = node.in('example');
  if (example !== undefined) return [{ name: UNNAMED, value: example.value, node: example }];
  const examples = node.in('examples');
  if (examples === undefined) return [];
  return [...examples.map('"examples"')].flatMap(([name, written]) => {
    const resolved = written.resolved();
    if (resolved === undefined) return [];
    resolved.map('An example');
    report.rest(resolved, ['value', 'summary', 'description'], 'examples');
    const value = resolved.in('value');
    return value === undefined
      ? []
      : [{ name: name.startsWith('x-') ? `e${name}` : name, value: value.value, node: value }];
  });
}

/** The content of a body: as JSON, or as a form, or as one with files. The other media types are noted. */
export function readBody(node: DocumentNode, parts: ReadParts): ContentDraft | undefined {
  const content = contentOf(node, 'A request body');
  if (node.in('content') === undefined) return node.fault('Missing key "content" of a request body');
  // It has a fault, or is on another server.
  if (content === undefined) return undefined;
  const json = [...content].find(([type]) => isJsonLike(type));
  const form = [MULTIPART_TYPE, FORM_TYPE].flatMap((type) => {
    const media = content.get(type);
    return media === undefined ? [] : [[type, media] as const];
  });
  const chosen = json ?? form[0];
  for (const [type, media] of content) {
    if (type !== chosen?.[0] && type !== FORM_TYPE) parts.report.note(`Request bodies of the type ${type}`, media);
  }
  const read = chosen && readMedia(chosen, parts);
  if (read?.shape === undefined || json !== undefined) return read;
  const { shape, hasText } = formShape(read.shape, { ...parts, canHoldFiles: read.type === MULTIPART_TYPE });
  if (hasText)
    parts.report.note('Fields of forms that are not plain values: here they are any text', chosen?.[1] ?? node);
  return { ...read, shape };
}

function contentOf(node: DocumentNode, what: string): ReadonlyMap<string, DocumentNode> | undefined {
  node.map(what);
  // A reference here is not OpenAPI, but common.
  return node.in('content')?.resolved()?.map('"content"');
}

function isJsonLike(type: string): boolean {
  const essence = essenceOf(type);
  return isJson(essence) || essence === '*/*' || essence === 'application/*';
}

function readMedia([type, written]: readonly [string, DocumentNode], parts: ReadParts): ContentDraft {
  const media = written.resolved() ?? written;
  media.map('A media type');
  parts.report.rest(media, ['schema', 'example', 'examples'], 'media types');
  const schema = media.in('schema');
  const essence = essenceOf(type);
  const examples = readExamples(media, parts);
  return {
    type: essence.includes('*') ? 'application/json' : essence,
    shape: schema === undefined ? undefined : parts.schemas.translate(schema),
    examples,
    isAnything: essence === '*/*' && schema === undefined && examples.length === 0,
  };
}

/** The answer that an operation gives where all is well. The others are noted: errors are the server's own. */
export function readAnswer(responses: DocumentNode, parts: ReadParts): AnswerDraft {
  const { report } = parts;
  const all = [...responses.map('"responses"')].filter(([status]) => !status.startsWith('x-'));
  for (const [status, node] of all)
    if (!/^(?:[1-5](?:\d\d|XX)|default)$/.test(status)) node.fault(`"${status}" is not a status`);
  const chosen = SUCCESSES.flatMap((rule) =>
    all.filter(([status]) => rule.test(status)).toSorted(([a], [b]) => Number(a > b) - 1),
  )[0];
  for (const [status, written] of all) {
    if (status === chosen?.[0]) continue;
    // Read all the same, so that its mistakes are found.
    const other = written.resolved();
    if (other !== undefined) contentOf(other, 'A response');
    report.note(
      status === 'default' || status >= '4'
        ? 'Error answers: the server has its own'
        : 'Further answers of an operation',
      written,
    );
  }
  const node = chosen?.[1].resolved();
  if (chosen === undefined || node === undefined) return { status: 200, content: undefined, headers: new Map() };
  const content = contentOf(node, 'A response');
  report.rest(node, ['description', 'headers', 'content'], 'responses');
  const best = content && bestOf(content);
  for (const [type, media] of content ?? []) if (type !== best?.[0]) report.note(`Answers of the type ${type}`, media);
  return { status: statusOf(chosen[0]), content: best && readMedia(best, parts), headers: readHeaders(node, parts) };
}

const SUCCESSES = [/^2\d\d$/, /^2XX$/, /^3\d\d$/, /^default$/];

function statusOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : 200;
}

function bestOf(content: ReadonlyMap<string, DocumentNode>): readonly [string, DocumentNode] | undefined {
  const all = [...content];
  return all.find(([type]) => isJsonLike(type)) ?? all.find(([type]) => type.startsWith('text/')) ?? all[0];
}

/** Those with an example, which they are sent with. */
function readHeaders(node: DocumentNode, parts: ReadParts): ReadonlyMap<string, string> {
  const { report, schemas } = parts;
  const sent = new Map<string, string>();
  for (const [name, written] of node.in('headers')?.map('"headers"') ?? []) {
    const header = written.resolved();
    if (header === undefined) continue;
    const { size } = header.map('A header');
    const schema = header.in('schema');
    // Some documents have a list here, as schemas do.
    const [named] = isRecord(header.in('examples')?.value) ? readExamples(header, parts) : [];
    const shown = named?.value ?? exampleIn(header) ?? exampleIn(schema?.resolved());
    const value = typeof shown === 'number' || typeof shown === 'boolean' ? String(shown) : shown;
    if (schema !== undefined) schemas.translate(schema);
    if (
      size > 0 &&
      typeof value === 'string' &&
      /^[!-~](?:[ -~]*[!-~])?$/.test(value) &&
      !MADE_HERE.has(name.toLowerCase())
    )
      sent.set(name, value);
    else report.note('Headers of answers without an example', written);
  }
  return sent;
}

/** OpenAPI 3.0 has one, JSON Schema a list; a value that is fixed needs none. */
function exampleIn(node: DocumentNode | undefined): unknown {
  const examples = node?.in('examples')?.value;
  return node?.in('example')?.value ?? (Array.isArray(examples) ? examples[0] : undefined) ?? node?.in('const')?.value;
}

/** The server writes these itself. */
const MADE_HERE = wordSet('content-length content-type transfer-encoding connection date keep-alive set-cookie');
