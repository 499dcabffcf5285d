/**
 * Where a connection stands.
 *
 * | state     | what comes in                    | goes on to                              | deadline            |
 * |-----------|----------------------------------|-----------------------------------------|---------------------|
 * | waiting   | begins a request                 | reading, lingering, closed              | idle (at first head)|
 * | reading   | goes on with it                  | waiting, answering, lingering, closed   | head, body          |
 * | answering | is held, and the peer is stopped | reading, lingering, closed              | the handler's own   |
 * | lingering | is dropped                       | closed                                  | linger              |
 *
 * In each of them, output that the peer does not take has the write deadline.
 */
export type State = 'waiting' | 'reading' | 'answering' | 'lingering' | 'closed';

/** Whether a connection can be spared: it waits for a request and is owed nothing, or its last answer is sent, or not. */
export type Spare = 'idle' | 'lingering' | 'no';

/** Which states can be spared for a new connection. */
export const SPARE: Readonly<Record<State, Spare>> = {
  waiting: 'idle',
  reading: 'no',
  answering: 'no',
  lingering: 'lingering',
  closed: 'no',
};
