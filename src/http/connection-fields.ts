import { wordSet } from './word-list.ts';

/** Fields of one connection and of message framing, in lower case (RFC 9110 §7.6.1): the server alone writes them. */
export const CONNECTION_FIELDS = wordSet('connection content-length date keep-alive trailer transfer-encoding upgrade');
