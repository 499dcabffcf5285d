/**
 * Where a connection stands.
 *
 * | state     | what comes in                    | goes on to                                     | deadline             |
 * |-----------|----------------------------------|------------------------------------------------|----------------------|
 * | waiting   | begins a request                 | reading, lingering, closed                     | idle (at first head) |
 * | reading   | goes on with it                  | waiting, answering, sending, lingering, closed | head, body           |
 * | answering | is held, and the peer is stopped | reading (with its answer), lingering, closed   | none                 |
 * | sending   | is held, and the peer is stopped | reading, lingering, closed                     | write, if it waits   |
 * | lingering | is dropped                       | closed                                         | linger               |
 *
 * In each of them, output that the peer does not take has the write deadline.
 */
export type State = 'waiting' | 'reading' | 'answering' | 'sending' | 'lingering' | 'closed';

/** Whether a connection can be spared: it waits for a request and is owed nothing, or its last answer is sent, or not. */
export type Spare = 'idle' | 'lingering' | 'no';

/** Which states can be spared for a new connection. */
const SPARE: Readonly<Record<State, Spare>> = {
  waiting: 'idle',
  reading: 'no',
  answering: 'no',
  sending: 'no',
  lingering: 'lingering',
  closed: 'no',
};

/** Shows when a connection begins and ends to be one that may have to make room: it waits for a request and is owed nothing. */
export class SpareSign {
  readonly #tell: (spare: Spare) => void;
  #told: Spare = 'no';

  constructor(tell: (spare: Spare) => void) {
    this.#tell = tell;
  }

  show(state: State, unsentBytes: number): void {
    const spare = unsentBytes > 0 ? 'no' : SPARE[state];
    if (spare === this.#told) return;
    this.#told = spare;
    this.#tell(spare);
  }
}
