import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Site } from '../../3-resolve/site.ts';
import { Schema } from '../../schemas/schema.ts';
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
    ['problems', types.ofSchema(new Schema(METHODS))],
    ['links', types.ofSchema(new Schema(LINKS))],
    ['methods', types.ofSchema(new Schema(METHODS))],
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
      const schema = schemas.get(key) ?? new Schema(formOf(counts));
      schemas.set(key, schema);
      forms.set(name, types.ofSchema(schema));
    }
  }
  return types.of([types.ofProperties(forms)]);
}

const TEXT: SchemaShape = { type: 'string' };
const YES_OR_NO: SchemaShape = { type: 'boolean' };
const TEXT_OR_FALSE: SchemaShape = { anyOf: [TEXT, { enum: [false] }] };

function object(properties: Readonly<Record<string, SchemaShape>>): SchemaShape {
  return { type: 'object', required: Object.keys(properties), properties };
}

function list(items: SchemaShape): SchemaShape {
  return { type: 'array', items };
}

const VALUE = object({ name: TEXT, value: TEXT });
const CLIENT = object({ shortLog: YES_OR_NO, showErrors: YES_OR_NO, cookies: list(VALUE) });
const LINKS = list(object({ href: TEXT, label: TEXT }));
const METHODS = list(TEXT);
const BUTTONS = list(object({ label: TEXT, name: TEXT_OR_FALSE, value: TEXT_OR_FALSE }));
const PRESETS = list(object({ label: TEXT, fields: list(VALUE) }));
const FIELDS = list(
  object({
    id: TEXT,
    name: TEXT,
    label: TEXT,
    hint: TEXT_OR_FALSE,
    problem: TEXT_OR_FALSE,
    focused: YES_OR_NO,
    required: YES_OR_NO,
    value: TEXT,
    isInput: YES_OR_NO,
    isTextarea: YES_OR_NO,
    isFile: YES_OR_NO,
    isChecks: YES_OR_NO,
    isList: YES_OR_NO,
    isChoice: YES_OR_NO,
    isCheckbox: YES_OR_NO,
    autocomplete: TEXT,
    placeholder: TEXT_OR_FALSE,
    rows: TEXT_OR_FALSE,
    accept: TEXT_OR_FALSE,
    multiple: YES_OR_NO,
    type: TEXT,
    min: TEXT_OR_FALSE,
    max: TEXT_OR_FALSE,
    step: TEXT_OR_FALSE,
    minLength: TEXT_OR_FALSE,
    maxLength: TEXT_OR_FALSE,
    pattern: TEXT_OR_FALSE,
    choices: list(object({ id: TEXT_OR_FALSE, value: TEXT, label: TEXT, selected: YES_OR_NO, focused: YES_OR_NO })),
    checked: YES_OR_NO,
  }),
);
const FORM_PROPERTIES = {
  route: TEXT,
  summary: TEXT,
  method: TEXT,
  action: TEXT,
  enctype: TEXT_OR_FALSE,
  fields: FIELDS,
  buttons: BUTTONS,
  presets: PRESETS,
};
const FORM = object(FORM_PROPERTIES);

/** How many fields and buttons are certainly there: a view can name them by their places. */
function formOf({ fields, buttons }: { readonly fields: number; readonly buttons: number }): SchemaShape {
  return object({
    ...FORM_PROPERTIES,
    fields: { ...FIELDS, minItems: fields, maxItems: fields },
    buttons: { ...BUTTONS, minItems: buttons, maxItems: buttons },
  });
}
