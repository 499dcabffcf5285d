/** Why listening failed, in one line for people. */
export function listenFailure(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (/^ERR_(?:OSSL|SSL|TLS|CRYPTO)/.test(String(code))) return tlsFailure(error);
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
      return `Unknown host "${host}"`;
    default:
      return `Cannot listen on ${host} port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What OpenSSL has against a valid certificate or key: for example a policy of this system. */
export function tlsFailure(error: unknown): string {
  return `OpenSSL refuses the certificates of server.tls: ${error instanceof Error ? error.message : String(error)}`;
}
