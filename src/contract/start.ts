/** How `start()` starts a server in the calling process. */
export interface StartOptions {
  /** The manifest's file, from the working directory. Default: routes.yaml. */
  readonly manifest?: string;
  /** Where to listen. Default: as the manifest says. */
  readonly host?: string;
  /** 0 takes a free one. Default: as the manifest says. */
  readonly port?: number;
  /** The folder of the log files that the manifest names. Default: there are no logs. */
  readonly logs?: string;
}

/** A server that answers requests. */
export interface StartedServer {
  /** Without a slash at its end: `http://127.0.0.1:40213`. */
  readonly url: string;
  /** Takes no more requests. Resolves when those that have begun are answered, within `timeouts.drain`. */
  close(): Promise<void>;
}
