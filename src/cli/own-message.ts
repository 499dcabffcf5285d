/** A message of ours for another process: tsx, Node.js and the packages of handlers send their own over the same channel. */
export function wrapped<Message extends object>(message: Message): { readonly velosiped: Message } {
  return { velosiped: message };
}

/** What a process of ours has wrapped; undefined: it is not a message of ours. */
export function unwrapped<Message>(received: unknown): Message | undefined {
  const isOurs = typeof received === 'object' && received !== null && 'velosiped' in received;
  return isOurs ? (received.velosiped as Message) : undefined;
}
