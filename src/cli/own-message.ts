/** A message of ours for another process: tsx, Node.js and the packages of handlers send their own over the same channel. */
export function wrapped<Message extends object>(message: Message): { readonly velosiped: Message } {
  return { velosiped: message };
}

/** What a process of ours has wrapped; undefined: somebody else has sent it. */
export function unwrapped<Message extends object>(received: unknown): Message | undefined {
  if (typeof received !== 'object' || received === null || !('velosiped' in received)) return undefined;
  const { velosiped: message } = received;
  return typeof message === 'object' && message !== null ? (message as Message) : undefined;
}
