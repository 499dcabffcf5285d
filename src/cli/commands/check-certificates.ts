import type { Diagnostic } from '../../contract/diagnostic.ts';
import { tlsFailure } from '../listen-failure.ts';
import type { LoadedManifest } from '../load-reported.ts';

/**
 * What OpenSSL has against valid certificates: for example a signature that its security level forbids. A start and a
 * reload find this when they use the certificates, so only `check` asks for it. Fault: bad-certificate.
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
