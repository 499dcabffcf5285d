/** What `format` can name: those that ajv-formats knows. A test holds that. */
export const FORMATS: readonly string[] = [
  ...'date time date-time iso-time iso-date-time duration uri uri-reference uri-template url email hostname'.split(' '),
  ...'ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer byte int32 int64'.split(' '),
  ...'float double password binary'.split(' '),
];
