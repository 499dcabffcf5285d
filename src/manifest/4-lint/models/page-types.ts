import { isRecord } from '../../1-read/is-record.ts';
import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Site } from '../../3-resolve/site.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { Schema } from '../../schemas/schema.ts';
import { TRIAL_CLIENT, TRIAL_FORMS, TRIAL_LINKS } from '../../views/trial-models.ts';
import type { ModelType, ModelTypes } from './model-types.ts';

/** What every page gets besides its model: `@page`. Forms of unclear routes can be any. */
export function pageType(site: Site, types: ModelTypes): ModelType {
  const texts = ['heading', 'description'] as const;
  return pageWith(site, types, new Map(texts.map((name) => [name, types.plain('text')])));
}

/** What the texts get that say what a page is about. */
export function pageOfTexts(site: Site, types: ModelTypes): ModelType {
  return pageWith(site, types, new Map());
}

function pageWith(site: Site, types: ModelTypes, texts: ReadonlyMap<string, ModelType>): ModelType {
  const text = types.plain('text', 'truthy');
  const page = new Map([
    ['title', text],
    ...texts,
    ['background', text],
    ['forms', formsType(site, types)],
    ['client', types.ofSchema(new Schema(CLIENT))],
  ]);
  return types.of([types.ofProperties(page)]);
}

/** What every error page gets; `detail` is false if the original message is hidden. */
export function errorType(types: ModelTypes): ModelType {
  const text = types.plain('text', 'truthy');
  const hidden = types.plain('true or false', 'falsy');
  const properties = new Map([
    ['status', types.plain('a number', 'truthy')],
    ['reason', text],
    ['message', text],
    ['detail', types.union([types.plain('text'), hidden])],
    ['problems', types.ofSchema(new Schema(TEXTS))],
    ['links', types.ofSchema(new Schema(LINKS))],
    ['methods', types.ofSchema(new Schema(TEXTS))],
    ['form', types.union([types.ofSchema(new Schema(FORM)), hidden])],
  ]);
  return types.of([types.ofProperties(properties)]);
}

function formsType({ routes, hidesRoutes }: Site, types: ModelTypes): ModelType {
  if (hidesRoutes) return types.any;
  const schemas = new Map<string, Schema>();
  const forms = new Map<string, ModelType>();
  for (const { name, at, form } of routes.values()) {
    if (at.lost('form', 'params', 'query', 'body')) forms.set(name, types.any);
    else if (form !== undefined) {
      const { inputs, buttons } = form;
      const counts = { fields: buttons === undefined ? inputs.length : 0, buttons: buttons?.length ?? 1 };
      const key = `${counts.fields} ${counts.buttons}`;
      forms.set(name, types.ofSchema(getOrMake(schemas, key, () => new Schema(formOf(counts)))));
    }
  }
  return types.of([types.ofProperties(forms)]);
}

const TEXT: SchemaShape = { type: 'string' };
const TEXTS: SchemaShape = { type: 'array', items: TEXT };

/** What a value can be that is one of these: each property is there, and what is false in one sample and a text in another can be both. */
function shapeOf(samples: readonly unknown[]): SchemaShape {
  if (samples.some(Array.isArray)) return { type: 'array', items: shapeOf(samples.flat()) };
  const maps = samples.filter(isRecord);
  if (maps.length > 0) {
    const names = new Set(maps.flatMap((map) => Object.keys(map)));
    const properties = [...names].map((name) => [name, shapeOf(maps.map((map) => map[name]))] as const);
    return { type: 'object', required: [...names], properties: Object.fromEntries(properties) };
  }
  if (!samples.some((sample) => typeof sample === 'string')) return { type: 'boolean' };
  return samples.includes(false) ? { anyOf: [TEXT, { enum: [false] }] } : TEXT;
}

const CLIENT = shapeOf([TRIAL_CLIENT]);
const LINKS = shapeOf([TRIAL_LINKS]);
const FORM = shapeOf(TRIAL_FORMS);
const FIELDS = shapeOf(TRIAL_FORMS.map(({ fields }) => fields));
const BUTTONS = shapeOf(TRIAL_FORMS.map(({ buttons }) => buttons));

/** How many fields and buttons are certainly there: a view can name them by their places. */
function formOf({ fields, buttons }: { readonly fields: number; readonly buttons: number }): SchemaShape {
  const counted = {
    fields: { ...FIELDS, minItems: fields, maxItems: fields },
    buttons: { ...BUTTONS, minItems: buttons, maxItems: buttons },
  };
  return { ...FORM, properties: { ...FORM.properties, ...counted } };
}
