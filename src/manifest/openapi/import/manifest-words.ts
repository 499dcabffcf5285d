import { readSchema } from '../../2-validate/validate-manifest.ts';

/** Which words a manifest has, read from its schema: an import writes no others. */
export interface ManifestWords {
  readonly schema: ReadonlySet<string>;
  readonly parameter: ReadonlySet<string>;
  readonly pathParameter: ReadonlySet<string>;
  readonly route: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
}

interface Definition {
  readonly type?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
}

export function readManifestWords(): ManifestWords {
  const { $defs } = readSchema() as { readonly $defs: Readonly<Record<string, Definition>> };
  const keysOf = (name: string) => new Set(Object.keys($defs[name]?.properties ?? {}));
  return {
    schema: keysOf('schema'),
    parameter: keysOf('queryParameter'),
    pathParameter: keysOf('parameter'),
    route: keysOf('route'),
    methods: new Set($defs['method']?.enum ?? []),
  };
}
