import type { DocumentNode } from './document-reader.ts';
import type { Shape } from './translate-schema.ts';

/** One operation of a document, in the words of a manifest as far as there are any. */
export interface OperationDraft {
  readonly node: DocumentNode;
  /** Of its route. */
  readonly name: string;
  readonly method: string;
  /** With the base path of the servers. */
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly parameters: readonly ParameterDraft[];
  readonly body: ContentDraft | undefined;
  readonly bodyRequired: boolean;
  readonly answer: AnswerDraft;
  /** Names of security schemes that it requires. */
  readonly security: readonly string[];
}

export interface ParameterDraft extends Shown {
  readonly name: string;
  readonly node: DocumentNode;
  readonly place: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly shape: Shape;
  /** Whether the items of a list are sent as the manifest reads them: the name again, or between commas in a header. */
  readonly isPlainList: boolean;
}

export interface AnswerDraft {
  readonly status: number;
  /** undefined: it has no content. */
  readonly content: ContentDraft | undefined;
  readonly headers: ReadonlyMap<string, string>;
}

export interface ContentDraft extends Shown {
  /** A media type without parameters. */
  readonly type: string;
  readonly shape: Shape | undefined;
  /** Of any type, and nothing more is said of it. */
  readonly isAnything: boolean;
}

/** The examples of a parameter, a body or an answer: those of a parameter by their names. */
export interface Shown {
  readonly examples: readonly NamedExample[];
}

export interface NamedExample {
  readonly name: string;
  readonly value: unknown;
  readonly node: DocumentNode;
}
