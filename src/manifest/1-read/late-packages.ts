import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * ajv, loaded when a value needs it: its 88 files take a tenth of a second, and most starts do without. All of it is
 * CommonJS, so loading it needs no promise.
 */
export function loadAjv(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js');
}

/** What `format` means. */
export function loadAjvFormats(): typeof import('ajv-formats').default {
  return require('ajv-formats');
}

/** Reads the patterns of `include`: 8 files, loaded only for manifests that include others. */
export function loadTinyglobby(): typeof import('tinyglobby') {
  return require('tinyglobby');
}

/** Reads the addresses of `server.trustProxy`, and those that proxies name in each request. */
export function loadIpaddr(): typeof import('ipaddr.js') {
  const loaded: typeof import('ipaddr.js') = ipaddr ?? require('ipaddr.js');
  ipaddr = loaded;
  return loaded;
}

/** Knows the media types of files, by the endings of their names: loaded for manifests that serve files. */
export function loadMime(): Pick<typeof import('mime').default, 'getType'> {
  const loaded: typeof import('mime') = mime ?? require('mime');
  mime = loaded;
  return loaded.default;
}

let mime: typeof import('mime') | undefined;

let ipaddr: typeof import('ipaddr.js') | undefined;
