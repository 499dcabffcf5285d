/**
 * The states of a connection.
 *
 * | state     | what comes in                    | goes on to                                     | deadline             |
 * |-----------|----------------------------------|------------------------------------------------|----------------------|
 * | waiting   | begins a request                 | reading, lingering, closed                     | idle (at first head) |
 * | reading   | goes on with it                  | waiting, admitting, answering, sending, lingering, closed | head, body           |
 * | admitting | is held, and the peer is stopped | reading, lingering, closed                     | none                 |
 * | answering | is held, and the peer is stopped | reading (with its answer), lingering, closed   | none                 |
 * | sending   | is held, and the peer is stopped | reading, lingering, closed                     | write, if it waits   |
 * | lingering | is dropped                       | closed                                         | linger               |
 *
 * In each of them, output that the peer does not take has the write deadline.
 */
export type State = 'waiting' | 'reading' | 'admitting' | 'answering' | 'sending' | 'lingering' | 'closed';

/** In these, what comes in waits. */
export const HOLDING: ReadonlySet<State> = new Set(['admitting', 'answering', 'sending']);

/** Whether a connection can be closed to make room: it waits for a request and is owed nothing, its last answer is sent, or neither. */
export type Evictable = 'idle' | 'lingering' | 'no';

/** Which states can be closed for a new connection. */
export const EVICTABLE: Readonly<Record<State, Evictable>> = {
  waiting: 'idle',
  reading: 'no',
  admitting: 'no',
  answering: 'no',
  sending: 'no',
  lingering: 'lingering',
  closed: 'no',
};
