/**
 * A test for messages of another process that are of this union, by their kinds: tsx, Node.js and the packages of handlers send their
 * own over the same channel.
 */
export function messageOfKinds<Message extends { readonly kind: string }>(
  kinds: Readonly<Record<Message['kind'], true>>,
): (message: unknown) => message is Message {
  return (message): message is Message =>
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    typeof message.kind === 'string' &&
    Object.hasOwn(kinds, message.kind);
}
