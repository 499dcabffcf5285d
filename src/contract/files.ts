import type { Coding, Compressor } from './compression.ts';

/** The files that a program serves. The engine does no I/O: it asks the room that does. */
export interface FileStore {
  /** For what is sent of them, and of everything else. */
  readonly compressor: Compressor;
  /** Finds what is at a place now. Rejects if the system cannot say. */
  find(place: FilePlace): FoundFile | Promise<FoundFile>;
  /** In which codings a file that was found seems to be packed beside it, since it was last changed. */
  packedBeside(place: FilePlace, file: StoredFile): readonly Coding[];
  findPacked(place: FilePlace, coding: Coding): FoundFile | Promise<FoundFile>;
}

export interface FilePlace {
  /** Absolute. */
  readonly path: string;
  /** The folder that must hold the file itself, whatever links lead there; undefined: it can be anywhere. */
  readonly within: string | undefined;
}

export type FoundFile =
  | { readonly kind: 'file'; readonly file: StoredFile }
  | { readonly kind: 'folder' }
  /** Nothing, or nothing that can be served: a pipe, a link that leads out. */
  | { readonly kind: 'nothing' }
  /** The system refuses to read it. */
  | { readonly kind: 'unreadable'; readonly cause: unknown };

/** A regular file, as it was at one moment. */
export interface StoredFile {
  readonly size: number;
  /** Wall clock. */
  readonly modifiedMs: number;
  /** Recognises its content (RFC 9110 §8.8.3), without quotes. */
  readonly tag: string;
  /** Whether two contents never share a tag. */
  readonly isStrong: boolean;
  readonly content: FileContent;
}

export type FileContent =
  /** Shared with other answers. */
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  /** Open: whoever gets it closes it. */
  | { readonly kind: 'open'; readonly source: FileSource };

/** An open file: what it was when it was opened stays, even if another is put in its place. */
export interface FileSource {
  /** Reads bytes from a place on: resolves to how many came, at least one. Rejects with `FileChanged` where the file has become shorter. */
  read(into: Uint8Array, from: number): Promise<number>;
  close(): void;
}

/** A file was cut while it was sent: the rest of its answer cannot be made. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}
