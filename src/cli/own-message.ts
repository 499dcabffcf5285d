/** Whether a message of another process is one of ours, which all have a kind: tsx and Node.js send their own over the same channel. */
export function isOwn<Message extends { readonly kind: string }>(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
