import type { Diagnostic } from '../../contract/diagnostic.ts';
import { tlsFailure } from '../listen-failure.ts';
import type { LoadedManifest } from '../load-reported.ts';

/**
 * What OpenSSL has against certificates that were found right: a signature that its level of security forbids, say. A start and a
 * reload find it when they put them in force, so only `check` asks. Fault: bad-certificate.
 */
export async function checkCertificates({ program: { tls }, site }: LoadedManifest): Promise<readonly Diagnostic[]> {
  if (tls === undefined) return [];
  const { makeSecureContext } = await import('../../socket/secure-context.ts');
  try {
    makeSecureContext(tls);
    return [];
  } catch (error) {
    const at = site.at.in('server', 'tls', 'cert').value;
    return [{ ...at, code: 'bad-certificate', severity: 'error', message: tlsFailure(error), related: [] }];
  }
}
