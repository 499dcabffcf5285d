/** A new file of a project: its path from the project's folder, and its text. */
export type ProjectFiles = ReadonlyMap<string, string>;

/** What `velosiped` the project depends on: as package.json names it. */
export interface ProjectNames {
  readonly name: string;
  readonly specification: string;
}

/** For editors. The package is where `npm install` puts it. */
export const SCHEMA_LINE = '# yaml-language-server: $schema=./node_modules/velosiped/schemas/manifest.schema.json';

/** What every project has, whatever it serves. */
export function commonFiles({ name, specification }: ProjectNames): ProjectFiles {
  const manifest = {
    name,
    private: true,
    type: 'module',
    scripts: SCRIPTS,
    dependencies: { velosiped: specification },
    devDependencies: { '@types/node': '^20.19.43', typescript: '^7.0.2' },
  };
  return new Map([
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ['tsconfig.json', `${JSON.stringify(TSCONFIG, null, 2)}\n`],
    ['.gitignore', 'node_modules/\n*.log\n'],
    ['.github/workflows/check.yml', WORKFLOW],
  ]);
}

/** The scripts of package.json. */
export const SCRIPTS = {
  start: 'velosiped',
  dev: 'velosiped --watch',
  check: 'velosiped check && tsc',
  types: 'velosiped types',
  test: 'node --test',
} as const;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    types: ['node'],
    noEmit: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowJs: true,
    checkJs: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  },
  include: ['src', 'test'],
};

const WORKFLOW = `name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx velosiped check --format github
      - run: npx tsc
      - run: npm test
`;
