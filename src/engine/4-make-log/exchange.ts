import type { Failure } from '../../contract/answer.ts';
import type { LogSettings } from '../../contract/log-settings.ts';
import type { Accepted } from '../../contract/request.ts';
import type { Upload } from '../../contract/uploads.ts';

/** A form with files, while it comes. */
export interface Progress extends Pick<Exchange, 'accepted' | 'client' | 'route' | 'wallMs' | 'durationMs' | 'logs'> {
  /** How much of it has come. */
  readonly bodyBytes: number;
}

/** One exchange, when it is over. */
export interface Exchange {
  readonly accepted: Accepted;
  readonly client: string;
  readonly detail: 'full' | 'short';
  readonly route: string | undefined;
  /** The body, if it was taken in as a form with files. */
  readonly form?: Pick<Upload, 'parts' | 'bytes'> | undefined;
  /** The text of the body, if it was read as JSON: if that is what it still says, it need not be searched again. */
  readonly json?: string | undefined;
  readonly status: number;
  /** The length of the content as it was handed over. */
  readonly bytes: number;
  /** The content broke off. */
  readonly aborted: boolean;
  readonly wallMs: number;
  readonly durationMs: number;
  readonly failure: Failure | undefined;
  /** Of the program that answered. */
  readonly logs: LogSettings;
}
