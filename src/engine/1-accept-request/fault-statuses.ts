import type { FaultCode } from '../../contract/fault.ts';

/** The status of the answer to each fault. All of them end the connection. */
export const FAULT_STATUSES: Readonly<Record<FaultCode, number>> = {
  'not-http': 400,
  'bad-line-end': 400,
  'bad-target': 400,
  'bad-field-line': 400,
  'bad-host': 400,
  'bad-content-length': 400,
  'bad-transfer-encoding': 400,
  'unknown-transfer-coding': 501, // RFC 9112 §6.1
  'bad-chunk': 400,
  'unknown-expectation': 417, // RFC 9110 §10.1.1
  truncated: 400, // RFC 9112 §8
  'request-line-too-long': 414, // RFC 9112 §3
  'headers-too-large': 431, // RFC 6585 §5
  'body-too-large': 413,
  'version-not-supported': 505,
  'head-timeout': 408,
  'body-timeout': 408,
  'too-many-connections': 503,
  'plain-http': 400,
  stopped: 503,
};
