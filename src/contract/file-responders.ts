/** How files are sent. */
export interface FileManner {
  /** The media type of a file, by its name. */
  typeOf(name: string): string;
  /** Browsers save it: under this name, or under its own. */
  readonly download:
    | { readonly kind: 'no' }
    | { readonly kind: 'own-name' }
    | { readonly kind: 'named'; readonly name: string };
}

/** One file, whatever the request's path is. */
export interface FileResponder extends FileManner {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
}

/** The files below a folder. */
export interface FolderResponder extends FileManner {
  readonly kind: 'folder';
  /** Absolute. */
  readonly root: string;
  /** The path's last parameter, which names a file below the root. */
  readonly parameter: string;
  /** The file that a folder shows; undefined: none. */
  readonly index: string | undefined;
  /** The file, absolute, that is shown where there is none to those who ask for HTML; undefined: none. */
  readonly fallback: string | undefined;
}
