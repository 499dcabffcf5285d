import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from '../make-certificate.ts';
import { freshFolder } from '../start-server.ts';

/** The manifest that is attacked, and all that it consists of. */
export class ChaosSite {
  readonly folder: string;
  readonly manifest: string;
  /** Every text that `/` has had: an answer is one of them. */
  readonly homes = new Set<string>();
  readonly #store: string | undefined;
  #edition = 0;
  #text = '';
  #certificate = makeCertificate();

  /** `store` is the address of a Redis server; without it clients are kept in memory. */
  constructor(store: string | undefined) {
    this.#store = store;
    this.folder = freshFolder();
    this.manifest = this.path('routes.yaml');
    mkdirSync(this.path('views'));
    this.save('routes.yaml', this.nextText());
    this.save('views/page.hbs', PAGE_VIEW);
    this.save('handlers.mjs', HANDLERS);
    this.saveCertificate(this.#certificate);
  }

  /** A manifest like the one before, but for what `/` answers. */
  nextText(): string {
    this.#edition++;
    this.homes.add(this.home);
    const clients = this.#store === undefined ? '' : `clients: { store: "${this.#store}" }\n`;
    this.#text = `${clients}${manifestText(this.home)}`;
    return this.#text;
  }

  /** What `/` is to answer now. */
  get home(): string {
    return `home ${this.#edition}`;
  }

  /** The manifest as it should be. */
  get text(): string {
    return this.#text;
  }

  get certificate(): Certificate {
    return this.#certificate;
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** As editors save: another file that takes the name, whatever had it. */
  save(file: string, text: string): void {
    writeFileSync(this.path(`${file}.new`), text);
    renameSync(this.path(`${file}.new`), this.path(file));
  }

  remove(file: string): void {
    rmSync(this.path(file), { recursive: true, force: true });
  }

  saveCertificate(certificate: Certificate): void {
    this.#certificate = certificate;
    this.save('key.pem', certificate.key);
    this.save('cert.pem', certificate.cert);
  }
}

/** Of the files that a fault may take away, as they should be. */
export const PAGE_VIEW = '<p>A page</p>\n';

const REDACT = '[authorization, proxy-authorization, x-api-key, "cookie:session"]';

function manifestText(home: string): string {
  return `version: 1
server:
  notHttp: reject
  limits: { connections: 400 }
  timeouts: { head: 5s, write: 5s, drain: 5s, idle: 20s }
  tls: { cert: ./cert.pem, key: ./key.pem }
handlers: ./handlers.mjs
views: ./views
logs: { access: { redact: ${REDACT} }, error: { redact: ${REDACT} } }
routes:
  home: { path: /, text: "${home}" }
  page: { path: /page, view: page }
  number: { path: "/number/{it...}", params: { it: { type: number } }, text: number }
  redirect: { path: /redirect, redirect: { route: home } }
  json: { path: /json, methods: [POST], body: { type: object }, text: json }
  pid: { path: /pid, handler: pid }
  hang: { path: /hang, handler: hang }
  choose: { path: "/choose/{state}", methods: [POST], params: { state: { type: boolean } }, handler: choose }
  chosen: { path: /chosen, handler: chosen }
`;
}

const HANDLERS = `
export const handlers = {
  pid: () => process.pid,
  hang: () => { for (;;); },
  choose: async ({ client, params }) => { await client.set({ shortLog: params.state }); return 'chosen'; },
  chosen: ({ client }) => client.options.shortLog === true,
};
`;
