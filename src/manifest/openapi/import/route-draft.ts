import type { NamedSchemas } from '../../schemas/schema.ts';
import type { ImportReport } from './import-report.ts';
import type { ManifestWords } from './manifest-words.ts';
import type { OperationDraft, ParameterDraft } from './operation-draft.ts';
import type { RoutePathDraft } from './route-path.ts';
import type { Sampler } from './sample-value.ts';
import type { Shape } from './translate-schema.ts';

export interface RouteParts {
  readonly words: ManifestWords;
  readonly report: ImportReport;
  readonly sampler: Sampler;
  readonly named: NamedSchemas;
}

/** A parameter of a route. Its `shape` is that of the document. */
export interface RouteParameter extends ParameterDraft {
  /** Its schema in the manifest. */
  readonly said: Shape;
}

/** What goes into the examples of a route. */
export interface RouteDraft {
  readonly operation: OperationDraft;
  readonly path: RoutePathDraft;
  readonly parameters: readonly RouteParameter[];
  readonly hasBody: boolean;
  readonly answer: FixedAnswer;
}

export interface FixedAnswer {
  readonly status: number;
  /** The keys of the route. */
  readonly keys: Shape;
  /** The value of JSON; undefined: it is something else. */
  readonly json: { readonly value: unknown } | undefined;
}
