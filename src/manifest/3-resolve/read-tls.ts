import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import type { TlsSettings } from '../../contract/program.ts';
import { guarded } from '../../http/guarded.ts';
import { type Reading, readWhole } from '../1-read/read-text.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import type { Findings } from '../findings/findings.ts';

/** One of the two files, as `server.tls` names it. */
interface PemFile {
  readonly what: 'certificate' | 'private key';
  readonly file: string;
  /** Its name as it may be shown. */
  readonly name: string;
  /** Whether all of it may. */
  readonly isShown: boolean;
  readonly at: SourceSpan;
}

/**
 * Reads the certificates and the private key of `server.tls`, and checks that they belong together. Nothing of the
 * key is ever shown. Faults: cannot-read, too-large, bad-certificate, wrong-key, expired-certificate.
 */
export function readTls(valid: ValidManifest, reading: Reading): TlsSettings | undefined {
  const [certFile, keyFile] = pemFiles(valid);
  const cert = certFile && readCertificates(certFile, reading);
  const key = keyFile && readKey(keyFile, reading);
  if (cert === undefined || key === undefined) return undefined;
  if (!cert.own.checkPrivateKey(key.key)) {
    const { name, at } = key.file;
    const message = `The private key "${name}" does not belong to the certificate`;
    const hint = "the first certificate of the file must be the server's own";
    const related = [{ ...cert.file.at, message: 'the certificate is here' }];
    reading.findings.add({ code: 'wrong-key', at, message, hint, related });
  }
  return { cert: cert.pem, key: key.pem, minVersion: valid.manifest.server?.tls?.minVersion ?? 'TLSv1.2' };
}

function pemFiles({
  manifest,
  located,
}: ValidManifest): readonly [cert: PemFile | undefined, key: PemFile | undefined] {
  const { cert, key } = manifest.server?.tls ?? {};
  const pemFile = (what: PemFile['what'], name: 'cert' | 'key', value: string | undefined): PemFile | undefined => {
    const path = ['server', 'tls', name];
    const file = value === undefined || isAbsolute(value) ? value : join(dirname(located.source.file), value);
    const written = located.writtenAt(path);
    return file === undefined
      ? undefined
      : { what, file, name: written ?? value ?? '', isShown: written === undefined, at: located.valueAt(path) };
  };
  return [pemFile('certificate', 'cert', cert), pemFile('private key', 'key', key)];
}

/** Any octets: only those that parse it find what is not PEM. */
function readPem({ what, file, name, isShown, at }: PemFile, reading: Reading): string | undefined {
  const named = { file, called: `the ${what} "${name}"`, at };
  const bytes = readWhole(isShown ? named : { ...named, hint: () => undefined }, reading);
  return bytes?.toString('latin1');
}

const BEGIN = '-----BEGIN CERTIFICATE-----';

interface Certificates {
  readonly file: PemFile;
  /** As they were parsed: OpenSSL reads a whole file more strictly, and fails on remarks and a byte order mark. */
  readonly pem: string;
  /** The server's own; those of its issuers follow. */
  readonly own: X509Certificate;
}

function readCertificates(file: PemFile, reading: Reading): Certificates | undefined {
  const { findings } = reading;
  const pem = readPem(file, reading);
  if (pem === undefined) return undefined;
  const [, ...blocks] = pem.split(BEGIN);
  const chain = guarded(() => blocks.map((block) => new X509Certificate(BEGIN + block)));
  if (chain === undefined) {
    const hint = `${blocks.length === 1 ? 'it' : 'one of them'} is cut off, or has been changed`;
    return refuse(file, findings, { reason: 'cannot be read', hint });
  }
  const [own] = chain;
  if (own === undefined) {
    const swapped = pem.includes('PRIVATE KEY-----') ? ', but a private key: "cert" and "key" may be swapped' : '';
    const hint = `a file in PEM has a line ${BEGIN}`;
    return refuse(file, findings, { reason: `holds no certificate${swapped}`, hint });
  }
  for (const certificate of chain) checkValidity(certificate, file, findings);
  return { file, pem: chain.map(String).join(''), own };
}

interface PrivateKey {
  readonly file: PemFile;
  readonly pem: string;
  readonly key: KeyObject;
}

function readKey(file: PemFile, reading: Reading): PrivateKey | undefined {
  const { findings } = reading;
  const pem = readPem(file, reading);
  if (pem === undefined) return undefined;
  if (/-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    const hint = 'a server cannot type a passphrase: "openssl pkey -in OLD -out NEW" writes the key without one';
    return refuse(file, findings, { reason: 'is encrypted', hint });
  }
  if (!pem.includes('PRIVATE KEY-----')) {
    const swapped = pem.includes(BEGIN) ? ', but a certificate: "cert" and "key" may be swapped' : '';
    const hint = 'a file in PEM has a line -----BEGIN PRIVATE KEY-----';
    return refuse(file, findings, { reason: `holds no private key${swapped}`, hint });
  }
  const key = guarded(() => createPrivateKey(pem));
  if (key === undefined) {
    const hint = 'it is cut off, or has been changed';
    return refuse(file, findings, { reason: 'cannot be read', hint });
  }
  const weakness = weaknessOf(key);
  if (weakness === undefined) return { file, pem, key };
  const hint = 'use RSA of 2048 bits or more, or ECDSA on P-256 or P-384';
  return refuse(file, findings, { reason: weakness, hint });
}

/** OpenSSL's own limit depends on its version. */
const RSA_BITS_MIN = 2048;
/** Curves for which TLS 1.3 has signatures (RFC 8446 §4.2.3): with others every handshake would fail. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function weaknessOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): string | undefined {
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      const { modulusLength: bits = 0 } = details;
      return bits < RSA_BITS_MIN ? `is too short: RSA of ${bits} bits` : undefined;
    }
    case 'ec': {
      const { namedCurve = 'without a name' } = details;
      return CURVES.has(namedCurve) ? undefined : `is on the curve ${namedCurve}, which TLS does not have`;
    }
    case 'ed25519':
    case 'ed448':
      return undefined;
    default:
      return `has the type ${type}, which TLS does not have`;
  }
}

/** Only a warning: clients refuse it, but it may be all that there is. */
function checkValidity(certificate: X509Certificate, { name, at }: PemFile, findings: Findings): void {
  const { validFrom, validTo, subject } = certificate;
  const nowMs = Date.now();
  const late = Date.parse(validTo) < nowMs;
  if (!late && Date.parse(validFrom) <= nowMs) return;
  const when = late ? `expired on ${dayOf(validTo)}` : `is not valid before ${dayOf(validFrom)}`;
  const message = `The certificate "${subject.replaceAll('\n', ', ')}" in "${name}" ${when}`;
  const hint = late ? 'renew it' : 'use one that is valid now, or set the clock';
  findings.add({ code: 'expired-certificate', at, message, hint });
}

function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function refuse(
  { what, name, at }: PemFile,
  findings: Findings,
  { reason, hint }: { readonly reason: string; readonly hint: string },
): undefined {
  findings.add({ code: 'bad-certificate', at, message: `The ${what} "${name}" ${reason}`, hint });
  return undefined;
}
