/** Why listening failed, in one line for people. */
export function listenFailure(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Cannot listen on ${host} port ${port}: the port is busy`;
    case 'EACCES':
      return `Cannot listen on ${host} port ${port}: this user may not (ports below 1024 are privileged)`;
    case 'EADDRNOTAVAIL':
      return `Cannot listen on ${host} port ${port}: this machine has no such address`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return `Unknown host "${host}"`;
    default:
      return `Cannot listen on ${host} port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
