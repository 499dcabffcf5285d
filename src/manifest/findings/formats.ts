/** What is known of a format of texts. */
interface Format {
  /** Whether a document of OpenAPI means the same by it. */
  readonly isShared?: true;
  /** What a value is, in words that follow "must be". */
  readonly words?: string;
  readonly sample?: string;
  /** The type of the inputs that browsers have for it. */
  readonly input?: string;
}

const isShared = true;

/** What `format` can name: those that ajv-formats knows. A test holds that. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date', { isShared, words: 'a date such as 2026-01-31', sample: '2024-01-15', input: 'date' }],
  ['time', { isShared, words: 'a time with its zone, such as 17:45:00Z', sample: '09:30:00Z', input: 'time' }],
  [
    'date-time',
    {
      isShared,
      words: 'a date and time with its zone, such as 2026-01-31T17:45:00Z',
      sample: '2024-01-15T09:30:00Z',
    },
  ],
  ['iso-time', { input: 'time' }],
  ['iso-date-time', {}],
  ['duration', { isShared, words: 'a duration such as P3D or PT15M', sample: 'P1D' }],
  ['uri', { isShared, words: 'a URL such as https://example.org/', sample: 'https://example.com/', input: 'url' }],
  ['uri-reference', { isShared, sample: '/path' }],
  ['uri-template', { isShared, sample: '/path/{id}' }],
  ['url', { sample: 'https://example.com/', input: 'url' }],
  ['email', { isShared, words: 'an e-mail address', sample: 'name@example.com', input: 'email' }],
  ['hostname', { isShared, words: 'a host name', sample: 'example.com' }],
  ['ipv4', { isShared, words: 'an IPv4 address', sample: '192.0.2.1' }],
  ['ipv6', { isShared, words: 'an IPv6 address', sample: '2001:db8::1' }],
  ['regex', { isShared, sample: '^a$' }],
  ['uuid', { isShared, words: 'a UUID', sample: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }],
  ['json-pointer', { isShared, sample: '/a' }],
  ['json-pointer-uri-fragment', {}],
  ['relative-json-pointer', { isShared, sample: '0' }],
  ['byte', { sample: 'dGV4dA==' }],
  ['int32', {}],
  ['int64', {}],
  ['float', {}],
  ['double', {}],
  ['password', { isShared, input: 'password' }],
  ['binary', {}],
]);
