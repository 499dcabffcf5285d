/** One end of the channel between two processes. */
export interface Channel {
  readonly connected: boolean;
  send?(message: unknown, sent: () => void): unknown;
  on(event: 'message', hear: (message: unknown) => void): unknown;
}

/** Sends a message of ours, marked: tsx, Node.js and the packages of handlers send their own over the same channel. To one that is gone, nothing. */
export function tell<Message extends object>(to: Channel, message: Message): void {
  // Other events report that it is gone.
  if (to.connected) to.send?.({ velosiped: message }, () => undefined);
}

/** Hears what another process of ours sends. */
export function listenTo<Message extends object>(to: Channel, hear: (message: Message) => void): void {
  to.on('message', (received) => {
    if (typeof received !== 'object' || received === null || !('velosiped' in received)) return;
    const { velosiped: message } = received;
    if (typeof message === 'object' && message !== null) hear(message as Message);
  });
}
