import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { keysOf, pointerTo } from '../../http/json-pointer.ts';
import { PACKAGE } from '../1-read/code-folder.ts';
import { isRecord } from '../1-read/is-record.ts';
import type { Fit } from '../1-read/keyword-fits.ts';
import { loadAjv } from '../1-read/late-packages.ts';
import type { KeyPath, LocatedManifest } from '../1-read/located-manifest.ts';
import type { Findings } from '../findings/findings.ts';
import { addRemarks, commentFor } from './add-remarks.ts';
import { compileFit, type ManifestSchema } from './compile-fit.ts';
import { Damage } from './damage.ts';
import { explainSchemaError, meantKey } from './explain-schema-error.ts';
import type { ManifestShape } from './manifest-shape.gen.ts';

/** A manifest without its wrong parts, and a record of what was wrong. */
export interface ValidManifest {
  readonly manifest: ManifestShape;
  readonly located: LocatedManifest;
  readonly damage: Damage;
}

/**
 * Holds a manifest against schemas/manifest.schema.json. Faults: unknown-key, missing-key, wrong-type, bad-value, bad-name, comment-value,
 * lost-digits, escaped-text.
 */
export function validateManifest(located: LocatedManifest, findings: Findings): ValidManifest {
  const damage = new Damage(located.spoilt);
  const manifest = copyRecords(located.value);
  removeExtensions(manifest);
  for (const pointer of located.spoilt) removeAt(manifest, keysOf(pointer));
  for (const pointer of located.incomplete) damage.addUnknownKey(keysOf(pointer));
  // A wrong name comes twice: with the rule, and as "propertyNames"; so does what an "if" requires.
  const errors = errorsIn(located).filter(
    ({ keyword, propertyName, instancePath }) =>
      propertyName === undefined && keyword !== 'if' && !located.spoilt.has(instancePath),
  );
  const consequences = consequencesIn(errors, located);
  for (const error of errors) {
    const path = keysOf(error.instancePath);
    if (!consequences.has(error)) findings.add(commentFor(error, located) ?? explainSchemaError(error, path, located));
    const wrong = wrongPath(error, path);
    if (error.keyword === 'additionalProperties') damage.addUnknownKey(path);
    damage.add(wrong);
    removeAt(manifest, wrong);
  }
  addRemarks({ located, damage, findings });
  // Proved by the validator: what it did not approve of is gone.
  return { manifest: manifest as ManifestShape, located, damage };
}

/** Errors that only follow from another one, or from an earlier step. */
function consequencesIn(errors: readonly ErrorObject[], { incomplete }: LocatedManifest): ReadonlySet<ErrorObject> {
  const misspelt = new Set<string>();
  const saidOfValue = new Map<string, ErrorObject>();
  for (const error of errors) {
    const { keyword, instancePath } = error;
    const meant = keyword === 'additionalProperties' ? meantKey(error) : undefined;
    if (meant !== undefined) misspelt.add(pointerTo([...keysOf(instancePath), meant]));
    // A value of the wrong type also breaks other rules because of that.
    if (isOfValue(error) && (keyword === 'type' || !saidOfValue.has(instancePath)))
      saidOfValue.set(instancePath, error);
  }
  const isConsequence = (error: ErrorObject): boolean => {
    const { keyword, instancePath } = error;
    if (isOfValue(error)) return saidOfValue.get(instancePath) !== error;
    if (keyword !== 'required') return false;
    return incomplete.has(instancePath) || misspelt.has(pointerTo(wrongPath(error, keysOf(instancePath))));
  };
  return new Set(errors.filter(isConsequence));
}

/** Whether an error is about a value itself, and not about one key of it. */
function isOfValue({ keyword }: ErrorObject): boolean {
  return keyword !== 'additionalProperties' && keyword !== 'required' && keyword !== 'propertyNames';
}

/** Schemas that have joined the manifest have names that are not its to give. */
function errorsIn({ value, joined }: LocatedManifest): readonly ErrorObject[] {
  if (joined.size === 0 || !isRecord(value) || !isRecord(value['schemas'])) return errorsOf(MANIFEST, value);
  const [own, others]: [MutableRecord, [string, unknown][]] = [Object.create(null), []];
  for (const [name, schema] of Object.entries(value['schemas'])) {
    if (joined.has(name)) others.push([name, schema]);
    else own[name] = schema;
  }
  const ofOthers = others.flatMap(([name, schema]) => {
    const at = pointerTo(['schemas', name]);
    return errorsOf(SCHEMA, schema).map((error) => ({ ...error, instancePath: `${at}${error.instancePath}` }));
  });
  return [...errorsOf(MANIFEST, { ...value, schemas: own }), ...ofOthers];
}

/** A part of schemas/manifest.schema.json, and what judges by it. */
interface Judged {
  readonly part: (whole: ManifestSchema) => ManifestSchema;
  fits?: Fit;
  validate?: ValidateFunction;
}

const MANIFEST: Judged = { part: (whole) => whole };
const SCHEMA: Judged = { part: ({ $defs }) => ({ $defs, $ref: '#/$defs/schema' }) };

/** What ajv finds wrong. It is loaded only if something is, since that takes as long as the rest of a start. */
function errorsOf(judged: Judged, value: unknown): readonly ErrorObject[] {
  judged.fits ??= compileFit(judged.part(readSchema()));
  if (judged.fits(value)) return [];
  judged.validate ??= compileSchema(judged.part(readSchema()));
  // A deep copy whose records are ordinary objects: ajv cannot compare those without a prototype.
  judged.validate(structuredClone(value));
  return judged.validate.errors ?? [];
}

/** schemas/manifest.schema.json */
export function readSchema(): ManifestSchema {
  return JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
}

function compileSchema(schema: ManifestSchema): ValidateFunction {
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
  return ajv.compile(schema);
}

const SCHEMA_FILE = new URL('schemas/manifest.schema.json', PACKAGE);

function wrongPath({ keyword, params }: ErrorObject, path: KeyPath): KeyPath {
  switch (keyword) {
    case 'additionalProperties':
      return [...path, String(params['additionalProperty'])];
    case 'required':
      return [...path, String(params['missingProperty'])];
    case 'propertyNames':
      return [...path, String(params['propertyName'])];
    default:
      return path;
  }
}

/** A deep copy of records without a prototype, from which wrong parts can be removed. Lists are shared: they are removed as a whole. */
export function copyRecords(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const copy: MutableRecord = Object.create(null);
  for (const [key, child] of Object.entries(value)) copy[key] = copyRecords(child);
  return copy;
}

/** In other maps `x-…` is never looked for, or is a name like any other: a header, a query parameter, data. */
function removeExtensions(manifest: unknown): void {
  const routes = childOf(manifest, 'routes');
  for (const map of [
    routes,
    childOf(manifest, 'schemas'),
    ...Object.values(routes ?? {}).flatMap((route) => [childOf(route, 'params'), childOf(route, 'examples')]),
  ]) {
    for (const key of Object.keys(map ?? {})) if (map !== undefined && key.startsWith('x-')) delete map[key];
  }
}

/** Removes the value at a path; for an item, its whole list. */
function removeAt(manifest: unknown, path: KeyPath): void {
  let holder: MutableRecord | undefined;
  let inside: unknown = manifest;
  let key = '';
  for (const step of path) {
    if (!isRecord(inside)) break;
    holder = inside;
    key = step;
    inside = inside[step];
  }
  if (holder !== undefined) delete holder[key];
}

type MutableRecord = Record<string, unknown>;

function childOf(value: unknown, key: string): MutableRecord | undefined {
  const child = isRecord(value) ? value[key] : undefined;
  return isRecord(child) ? child : undefined;
}
