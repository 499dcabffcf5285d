import type { FaultCode } from '../../contract/fault.ts';

/** Why a line is refused: where, counted from the first byte of `bytes`. */
export interface LineFault {
  readonly kind: 'fault';
  readonly code: FaultCode;
  readonly position: number;
  readonly message: string;
}
