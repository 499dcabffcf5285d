import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCommand } from '../../src/cli/parse-command.ts';

const SERVE = {
  kind: 'serve',
  manifest: 'routes.yaml',
  host: undefined,
  port: undefined,
  logDir: undefined,
  watch: false,
  workers: undefined,
  examples: 'safe',
};
const CHECK = { kind: 'check', manifest: 'routes.yaml', format: 'text', examples: 'all' };
const EXPLAIN = { kind: 'explain', manifest: 'routes.yaml', json: false, method: 'GET', target: '/div/6/to/3' };

describe('command line: what it asks for', () => {
  const cases: readonly (readonly [args: string, expected: Readonly<Record<string, unknown>>])[] = [
    ['', SERVE],
    ['serve', SERVE],
    ['--examples all', { ...SERVE, examples: 'all' }],
    ['check --examples none', { ...CHECK, examples: 'none' }],
    [
      'check --examples some',
      { kind: 'wrong', message: 'Unknown choice of examples "some": it must be safe, all, or none' },
    ],
    ['--host 127.0.0.1 --port 8888', { ...SERVE, host: '127.0.0.1', port: 8888 }],
    ['--host 127.0.0.1', { ...SERVE, host: '127.0.0.1' }],
    ['-H ::1 -p 0', { ...SERVE, host: '::1', port: 0 }],
    ['-H [::1] -p 0', { ...SERVE, host: '::1', port: 0 }],
    ['-H [fe80::1%eth0]', { ...SERVE, host: 'fe80::1%eth0' }],
    ['-H [localhost]', { ...SERVE, host: '[localhost]' }],
    ['--host=localhost --port=65535', { ...SERVE, host: 'localhost', port: 65_535 }],
    ['-p8080 -Hlocalhost', { ...SERVE, host: 'localhost', port: 8080 }],
    ['--port 1 serve --port 2', { ...SERVE, port: 2 }],
    ['-m other.yaml --log-dir logs', { ...SERVE, manifest: 'other.yaml', logDir: 'logs' }],
    ['--log-dir=--odd', { ...SERVE, logDir: '--odd' }],
    ['--watch', { ...SERVE, watch: true }],
    ['--workers 2', { ...SERVE, workers: 2 }],
    ['--workers=128 --watch', { ...SERVE, workers: 128, watch: true }],
    ['--workers auto', { ...SERVE, workers: 'auto' }],
    ['check', CHECK],
    ['check --manifest other.yaml', { ...CHECK, manifest: 'other.yaml' }],
    ['check --format json', { ...CHECK, format: 'json' }],
    ['check --format=github', { ...CHECK, format: 'github' }],
    ['routes', { kind: 'routes', manifest: 'routes.yaml', json: false }],
    ['routes --json -m a.yaml', { kind: 'routes', manifest: 'a.yaml', json: true }],
    ['explain GET /div/6/to/3', EXPLAIN],
    ['--json explain GET /div/6/to/3', { ...EXPLAIN, json: true }],
    ['explain GET -- -odd', { ...EXPLAIN, target: '-odd' }],
    ['types', { kind: 'types', manifest: 'routes.yaml', check: false }],
    ['types --check', { kind: 'types', manifest: 'routes.yaml', check: true }],
    ['init', { kind: 'init', folder: '.', template: 'site' }],
    ['init club --template api', { kind: 'init', folder: 'club', template: 'api' }],
    ['openapi', { kind: 'openapi', manifest: 'routes.yaml', format: 'yaml', out: undefined }],
    ['openapi --format json --out a.json', { kind: 'openapi', manifest: 'routes.yaml', format: 'json', out: 'a.json' }],
    ['import a.yaml', { kind: 'import', document: 'a.yaml', out: '.', guards: false }],
    ['import a.yaml --out b --guards', { kind: 'import', document: 'a.yaml', out: 'b', guards: true }],
    ['--help', { kind: 'help', manifest: 'routes.yaml' }],
    ['check -h -m other.yaml', { kind: 'help', manifest: 'other.yaml' }],
    ['--version', { kind: 'version' }],
    ['--version --help', { kind: 'help', manifest: 'routes.yaml' }],
  ];
  for (const [args, expected] of cases) {
    it(`${args || 'nothing'}: ${JSON.stringify(expected)}`, () => checkCommand(args, expected));
  }
});

describe('command line: what makes no sense', () => {
  const cases: readonly (readonly [args: string, message: string])[] = [
    ['fly', 'Unknown command "fly"'],
    ['import', 'The command import needs a document: import api.yaml --out site'],
    ['init --template blog', 'Unknown template "blog": it must be site or api'],
    ['init -m a.yaml', 'Unknown flag "-m" for init'],
    ['openapi --format text', 'Unknown format "text": it must be yaml or json'],
    ['constructor', 'Unknown command "constructor"'],
    ['serve 8888', 'Unknown argument "8888" after serve'],
    ['check check', 'Unknown argument "check" after check'],
    ['routes GET', 'Unknown argument "GET" after routes'],
    ['explain', 'The command explain needs a method and a path: explain GET /div/6/to/3'],
    ['explain GET', 'The command explain needs a method and a path: explain GET /div/6/to/3'],
    ['explain GET / twice', 'Unknown argument "twice" after explain GET /'],
    ...['0', '129', '-1', '1.5', 'all', '1e2'].map(
      (text) =>
        [
          `--workers ${text}`,
          `"${text}" is not a number of workers: it must be auto or a whole number from 1 to 128`,
        ] as const,
    ),
    ['--workers --watch', 'The flag --workers needs a value: N, but "--watch" follows'],
    ['check --workers 2', 'Unknown flag "--workers" for check'],
    ['check --format xml', 'Unknown format "xml": it must be text, json, or github'],
    ['serve --json', 'Unknown flag "--json" for serve'],
    ['check --watch', 'Unknown flag "--watch" for check'],
    ['--prot 1', 'Unknown flag "--prot"'],
    ['--prot=1', 'Unknown flag "--prot"'],
    ['-x', 'Unknown flag "-x"'],
    ['--no-port', 'Unknown flag "--no-port"'],
    ['--__proto__', 'Unknown flag "--__proto__"'],
    ['check --port 1', 'Unknown flag "--port" for check'],
    ['check -H a', 'Unknown flag "-H" for check'],
    ['--port', 'The flag --port needs a value: PORT'],
    ['--host=', 'The flag --host needs a value: HOST'],
    ['-H', 'The flag -H needs a value: HOST'],
    ['--host --port 1', 'The flag --host needs a value: HOST, but "--port" follows'],
    ['--help=1', 'The flag --help takes no value'],
    ...['65536', '-1', '8e1', '0x50', '80.0', '+80', 'http', '999999999'].map(
      (port) => [`--port ${port}`, `"${port}" is not a port: it must be a whole number from 0 to 65535`] as const,
    ),
  ];
  for (const [args, message] of cases) {
    it(`${args}: ${message}`, () => checkCommand(args, { kind: 'wrong', message }));
  }
});

function checkCommand(args: string, expected: Readonly<Record<string, unknown>>): void {
  assert.deepEqual(parseCommand(args.split(' ').filter((arg) => arg !== '')), expected);
}
