import { codeOf, messageOf } from '../../http/describe-thrown.ts';

/** Why listening failed, in one line for people. */
export function listenFailure(error: unknown, host: string, port: number): string {
  const code = codeOf(error);
  if (/^ERR_(?:OSSL|SSL|TLS|CRYPTO)/.test(code ?? '')) return tlsFailure(error);
  switch (code) {
    case 'EADDRINUSE':
      return `Cannot listen on ${host} port ${port}: the port is busy`;
    case 'EACCES':
      return `Cannot listen on ${host} port ${port}: permission denied (ports below 1024 are privileged)`;
    case 'EADDRNOTAVAIL':
      return `Cannot listen on ${host} port ${port}: this machine does not have this address`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return `Unknown host "${host}"${hostHint(host)}`;
    default:
      return `Cannot listen on ${host} port ${port}: ${messageOf(error)}`;
  }
}

/** What a host is not. */
function hostHint(host: string): string {
  if (host.includes('://')) return ': a host is a name or an address, without http://';
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  return port === undefined ? '' : `: its port has a place of its own, --port ${port} or server.port`;
}

/** What OpenSSL has against a certificate or a key that were found right: a policy of this system, say. */
export function tlsFailure(error: unknown): string {
  return `OpenSSL refuses the certificates of server.tls: ${messageOf(error)}`;
}
