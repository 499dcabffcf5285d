import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a server needs for TLS, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Whom it names; the name and 127.0.0.1 are what a client may ask for. Default: localhost. */
  readonly name?: string;
  /** Default: a day ago, and in a year. */
  readonly from?: Date;
  readonly to?: Date;
  /** Default: ECDSA on P-256. */
  readonly keys?: Keys;
  /** Who signs it. Default: it signs itself. */
  readonly authority?: { readonly name: string; readonly keys: Keys };
  /** Whether it may sign others. */
  readonly signs?: boolean;
  /** By which it is signed; SHA-1 with ECDSA alone. Default: sha256. */
  readonly digest?: 'sha1' | 'sha256';
}

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const DAY_MS = 86_400_000;

/** Makes a certificate (RFC 5280 §4.1) when a test needs one: a file of one would expire, and its key be no secret. */
export function makeCertificate(options: CertificateOptions = {}): Certificate {
  const { name = 'localhost', keys = makeKeys(), signs = false, digest = 'sha256' } = options;
  const { from = new Date(Date.now() - DAY_MS), to = new Date(Date.now() + 365 * DAY_MS) } = options;
  const { authority = { name, keys } } = options;
  const rsa = authority.keys.privateKey.asymmetricKeyType === 'rsa';
  const ecdsa = digest === 'sha1' ? ECDSA_WITH_SHA1 : ECDSA_WITH_SHA256;
  const algorithm = der(0x30, rsa ? SHA256_WITH_RSA : ecdsa);
  const extensions = [
    der(0x30, SUBJECT_ALT_NAME, der(0x04, der(0x30, der(0x82, Buffer.from(name)), der(0x87, LOOPBACK)))),
    ...(signs ? [der(0x30, BASIC_CONSTRAINTS, der(0x04, der(0x30, der(0x01, Buffer.of(0xff)))))] : []),
  ];
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    nameOf(authority.name),
    der(0x30, timeOf(from), timeOf(to)),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = der(0x03, Buffer.of(0), sign(digest, content, authority.keys.privateKey));
  const lines =
    der(0x30, content, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One that is right, but OpenSSL forbids it: the key of its issuer is too short. */
export function makeForbidden(): Certificate {
  const keys = generateKeyPairSync('rsa', { modulusLength: 512 });
  const issuer = makeCertificate({ name: 'Short', keys, authority: { name: 'Root', keys: makeKeys() }, signs: true });
  const { cert, key } = makeCertificate({ authority: { name: 'Short', keys } });
  return { cert: cert + issuer.cert, key };
}

/** Keys of ECDSA on P-256, which are made at once. */
export function makeKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

const ECDSA_WITH_SHA1 = Buffer.from('06072a8648ce3d0401', 'hex');
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const LOOPBACK = Buffer.of(127, 0, 0, 1);

/** A value of DER: tag, length, content (X.690 §8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function nameOf(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
}

/** UTCTime up to 2049, then GeneralizedTime (RFC 5280 §4.1.2.5). */
function timeOf(date: Date): Buffer {
  const text = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}
