import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * ajv, for whoever finds that a value needs it: its 88 files take a tenth of a second, and most starts do without. All of it is
 * CommonJS, so nobody has to wait for a promise.
 */
export function loadAjv(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js');
}

/** What reads the patterns of `include`, 8 files, for manifests that include others. */
export function loadTinyglobby(): typeof import('tinyglobby') {
  return require('tinyglobby');
}

/** What reads the addresses of `server.trustProxy`, and those that proxies name: asked for with each request behind one. */
export function loadIpaddr(): typeof import('ipaddr.js') {
  const loaded: typeof import('ipaddr.js') = ipaddr ?? require('ipaddr.js');
  ipaddr = loaded;
  return loaded;
}

let ipaddr: typeof import('ipaddr.js') | undefined;
