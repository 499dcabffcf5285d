/** Takes in the bodies of forms that can carry files (multipart/form-data). The engine does no I/O: it asks the room that does. */
export interface Uploads {
  /** Nothing is taken up before the first byte is written. */
  open(plan: UploadPlan): Upload | Promise<Upload>;
}

/** What a route wants of a form. */
export interface UploadPlan {
  /** The field of the request, with its boundary. */
  readonly contentType: string;
  /** The fields of text. */
  readonly fields: ReadonlySet<string>;
  /** Those of them that can come several times. */
  readonly lists: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, WantedFile>;
}

export interface WantedFile {
  /** Whether it is a list; else the first file of that name counts. */
  readonly many: boolean;
  /** Of each; the content of a larger one is dropped. */
  readonly bytesMax: number;
}

/** A file that a form of a route can carry. */
export interface FileField extends WantedFile {
  readonly name: string;
  /** What people call it: the schema's `title`, else its name. */
  readonly title: string;
  readonly required: boolean;
  readonly bytesMin: number;
  /** Media types, perhaps with a range for the subtype (`image/*`); empty: any. */
  readonly types: readonly string[];
  /** What people read instead of any rule that it breaks. */
  readonly errorMessage?: string | undefined;
}

/** Where the bytes of a body go, in place of memory. */
export interface BodyIntake {
  write(piece: Uint8Array): void;
  /** Its writer should wait for `onRoom`. */
  readonly isFull: boolean;
  /** The answer is known: the rest is not wanted. */
  readonly isRefused: boolean;
  /** How much of what is written it can keep in memory for texts; blocks on their way to the disk come on top, about 320 KiB. */
  readonly memoryBytesMax: number;
  /** Called when it is not full any more, or refused. */
  onRoom: () => void;
}

/** One body, from its first byte until its exchange is over. */
export interface Upload extends BodyIntake {
  /** All of it was written, or the rest is not wanted. Never rejects. */
  finish(): Promise<ReceivedForm>;
  /** The exchange is over: nothing of it is kept, and its files cannot be read any more. */
  discard(): void;
  /** What has come so far, for the log. */
  readonly bytes: number;
  /** Called each time another 16 MiB have come, with the sum of these. */
  onProgress: (bytes: number) => void;
  readonly parts: readonly SentPart[];
}

/** A form that came as multipart/form-data, or why it cannot be read. */
export type ReceivedForm =
  | {
      readonly kind: 'form';
      /** Wanted names, the first of each. */
      readonly texts: Map<string, string>;
      /** The others of `lists`, if they came again. */
      readonly more: ReadonlyMap<string, readonly string[]>;
      readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
      /** The first name that is not wanted. */
      readonly other: string | undefined;
    }
  /** `reason` follows "The form". */
  | { readonly kind: 'malformed'; readonly reason: string }
  /** It has more of something than can be taken in; the same. */
  | { readonly kind: 'too-large'; readonly reason: string }
  /** The system cannot keep it. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** A part of a form, as the log shows it. */
export type SentPart =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: SentFile };

/** What is known of a file besides its content. */
export type SentFile = Pick<UploadedFile, 'name' | 'type' | 'size'>;

/** A file of a form, until its request is answered: it reads as a `File` of the web does. */
export interface UploadedFile {
  /** As its sender calls it, without folders and control characters; it can be empty. It is a text like any other: never a path. */
  readonly name: string;
  /** The media type that its sender says, in lower case and without parameters. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Its content as UTF-8. */
  text(): Promise<string>;
}
