import type { SourceSpan } from '../../contract/diagnostic.ts';
import { guarded } from '../../http/guarded.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ExampleShape } from '../2-validate/manifest-shape.gen.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import type { RuleCompiler, ValueRule } from '../schemas/compile-rule.ts';
import type { Schema } from '../schemas/schema.ts';

/** A request that a route should answer, and the answer that it should give. Checks are made when it runs. */
export interface Example {
  readonly route: string;
  readonly name: string;
  readonly shape: ExampleShape;
  /** Whether it asks for something that changes something: by its method (RFC 9110 §9.2.1), or, as its route says, from our own pages only. */
  readonly changes: boolean;
  /** Whether its route declares a body: text is then sent as a form, unless a header says what it is. */
  readonly sendsForm: boolean;
  /** Where a value of it is, by the keys that lead to it from the example. */
  at(keys: KeyPath): SourceSpan;
  pathOf(route: string): SourceSpan;
  /** What its route says of the model that its handler returns; undefined: nothing. */
  readonly model: ModelRule | undefined;
}

export interface ModelRule {
  readonly at: SourceSpan;
  /** The rule that a model breaks, in words that follow the name of its place, or undefined. */
  check(model: unknown): string | undefined;
}

/** All examples of a manifest, in its order. */
export function compileExamples({ routes }: SoundSite, rules: RuleCompiler): readonly Example[] {
  return [...routes.values()].flatMap((route) => {
    const { name, at, answer, body, sameOrigin, examples } = route;
    const schema = answer.kind === 'handler' ? route.model : undefined;
    const model = schema && { at: at.in('model').key, check: modelCheck(schema, rules) };
    return examples.map(
      (example): Example => ({
        route: name,
        name: example.name,
        shape: example.shape,
        changes: sameOrigin || !SAFE.test(example.shape.request ?? ''),
        sendsForm: body !== undefined,
        at: (keys) => example.at.in(...keys).value,
        pathOf: (other) => (routes.get(other) ?? route).path.at.value,
        model,
      }),
    );
  });
}

/** A method without effects, at the beginning of a request. */
const SAFE = /^(?:GET|HEAD|OPTIONS) /;

/** Made when it is first asked: a plain start never asks. */
function modelCheck(model: Schema, rules: RuleCompiler): ModelRule['check'] {
  let rule: ValueRule | undefined;
  return (value) => {
    rule ??= rules.compileValue(model);
    // The rule puts defaults into what it checks, and the handler may still hold the model.
    const copy: { readonly value: unknown } | undefined = guarded(() => ({ value: JSON.parse(JSON.stringify(value)) }));
    const broken = copy === undefined ? { keys: [], rule: 'must be a value that JSON can hold' } : rule(copy.value);
    if (broken === undefined) return undefined;
    return `${broken.keys.length === 0 ? 'it' : `"${broken.keys.join('.')}"`} ${broken.rule}`;
  };
}
