import { recordOf, referred, type Schema } from './manifest-keys.ts';

/** src/manifest/2-validate/manifest-shape.gen.ts: what the schema promises once everything that breaks it is removed. */
export function shapeSource(manifest: Schema): string {
  const shapes = new ShapeWriter(manifest);
  shapes.write();
  return `// Generated from schemas/manifest.schema.json by npm run generate: changes made here are lost.
// What the schema promises about a manifest from which everything that breaks it is removed: each value has the right
// shape, and any of them can be absent.

/** A record without a prototype. */
export type ShapeMap<Value> = Readonly<Record<string, Value>>;

${[...shapes.declared.values()].join('\n')}`;
}

/** Names an object by its definition, or by the one that it is in and its key: `RouteFormShape`. */
class ShapeWriter {
  readonly declared = new Map<string, string>();
  readonly #manifest: Schema;

  constructor(manifest: Schema) {
    this.#manifest = manifest;
  }

  write(): void {
    this.#declare('ManifestShape', this.#manifest, '');
  }

  #typeOf(schema: Schema, name: string): string {
    const definition = referred(schema);
    if (definition !== undefined) {
      const defined = recordOf(recordOf(this.#manifest['$defs'])[definition]);
      if ('enum' in defined) return this.#declareChoices(upperFirst(definition), defined);
      return this.#typeOf(defined, upperFirst(definition));
    }
    if ('enum' in schema) return choicesOf(schema);
    const types = [schema['type'] ?? []].flat().map((type) => this.#typeNamed(String(type), schema, name));
    return types.length === 0 ? 'unknown' : [...new Set(types)].join(' | ');
  }

  #typeNamed(type: string, schema: Schema, name: string): string {
    switch (type) {
      case 'integer':
        return 'number';
      // A rule for text only comes after an "if".
      case 'string':
        return 'then' in schema ? this.#typeOf(recordOf(schema['then']), name) : type;
      case 'array': {
        const item = this.#typeOf(recordOf(schema['items']), name);
        return item.includes('|') ? `readonly (${item})[]` : `readonly ${item}[]`;
      }
      case 'object':
        if ('then' in schema && !('properties' in schema)) return this.#typeOf(recordOf(schema['then']), name);
        if (!('properties' in schema))
          return `ShapeMap<${this.#typeOf(recordOf(schema['additionalProperties']), name)}>`;
        return this.#declare(`${name}Shape`, schema, name);
      default:
        return type;
    }
  }

  #declareChoices(name: string, schema: Schema): string {
    this.declared.set(name, `/** ${String(schema['description'])} */\nexport type ${name} = ${choicesOf(schema)};\n`);
    return name;
  }

  #declare(shape: string, schema: Schema, name: string): string {
    if (this.declared.has(shape)) return shape;
    // Its place, before those inside it; it may hold itself.
    this.declared.set(shape, '');
    const properties = Object.entries(recordOf(schema['properties'])).map(([key, value]) => {
      return `  readonly ${key}?: ${this.#typeOf(recordOf(value), name + upperFirst(key))};\n`;
    });
    const text = `/** ${String(schema['description'])} */\nexport interface ${shape} {\n${properties.join('')}}\n`;
    this.declared.set(shape, text);
    return shape;
  }
}

function choicesOf(schema: Schema): string {
  return [schema['enum'] ?? []].flat().map(literal).join(' | ');
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
