import { codeOf } from '../http/describe-thrown.ts';

/** How error replies of Redis begin, and what they mean here. The rest of a reply could quote a command, and so a password. */
const REPLIES: readonly (readonly [begins: RegExp, words: string])[] = [
  [/^WRONGPASS/, 'the user or the password is wrong'],
  [/^ERR invalid password/, 'the password is wrong'],
  [/^ERR .*without any password/, 'it has no password, and clients.store has one'],
  [/^ERR .*DB index/, 'it has no database with this number'],
  [/^NOAUTH/, 'it asks for a password'],
  [
    /^NOPERM|ACL failure in script/,
    'this user may not use HMGET, HSET, EXPIRE, DEL and EVAL on the keys velosiped:client:*',
  ],
  [/^LOADING/, 'it is still loading its data'],
  [/^READONLY/, 'it is a replica, which takes no writes'],
  [/^MASTERDOWN/, 'it is a replica that has lost its master'],
  [/^NOREPLICAS/, 'it has too few replicas to take writes'],
  [/^OOM/, 'it is out of memory (maxmemory)'],
  [/^MISCONF/, 'it cannot save to its disk, so it takes no writes'],
  [/^BUSY/, 'it is busy with a script'],
  [/^(?:MOVED|ASK|CLUSTERDOWN|CROSSSLOT)/, 'it is part of a cluster, which is not supported'],
  [/^ERR max number of clients/, 'it has too many clients'],
];

/** The words for an error reply of Redis. They quote nothing of it. */
export function refusalWords(message: string): string {
  return REPLIES.find(([begins]) => begins.test(message))?.[1] ?? 'it answered with an error';
}

/** Codes of Node.js and OpenSSL are constants: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
const CODE = /^[A-Z][A-Z0-9_]{2,60}$/;

/** Why a connection failed, by the code of its error: its message could name a host that was meant to be a password. */
export function lossWords(error: unknown): string {
  const code = codeOf(error) ?? '';
  return CODE.test(code) ? code : 'the connection ended';
}
