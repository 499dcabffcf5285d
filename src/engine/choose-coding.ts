import type { Coding } from '../contract/compression.ts';
import type { Program } from '../contract/program.ts';
import type { FieldLine } from '../contract/request.ts';
import { acceptedCodings } from '../http/accepted-codings.ts';
import { canBeCoded } from '../http/can-be-coded.ts';
import { isCompressible } from '../http/media-types.ts';

/** Whether an answer is compressed on the way out. */
export type CodingChoice =
  /** Whatever a client accepts. */
  | { readonly kind: 'never' }
  /** Not for this client. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'coded'; readonly coding: Coding };

interface Codable {
  readonly type: string;
  readonly bytes: number;
  readonly headers: readonly FieldLine[];
  /** What the client accepts. */
  readonly accepted: string | undefined;
}

/** By `server.compression`; what must not be transformed stays as it is (RFC 9110 §7.7). */
export function chooseCoding(compression: Program['compression'], codable: Codable): CodingChoice {
  const { type, bytes, headers, accepted } = codable;
  if (compression === undefined || bytes < compression.minBytes) return { kind: 'never' };
  if (!isCompressible(type) || !canBeCoded(headers)) return { kind: 'never' };
  const [coding] = acceptedCodings(accepted, compression.codings);
  return coding === undefined ? { kind: 'plain' } : { kind: 'coded', coding };
}
