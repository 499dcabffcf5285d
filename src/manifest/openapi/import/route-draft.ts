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

/** What goes into the examples of a route. */
export interface RouteDraft {
  readonly operation: OperationDraft;
  readonly path: RoutePathDraft;
  /** The parameters that the route has, with their schemas there. */
  readonly parameters: readonly ParameterDraft[];
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
