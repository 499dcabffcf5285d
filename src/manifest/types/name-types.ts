import { freeName } from '../collections/free-name.ts';
import { isJoined, lastName } from '../schemas/schema.ts';

/**
 * The name of the TypeScript type of each schema: its own if that is valid, else in PascalCase.
 * No two are the same, and none hides a type that the generated module uses.
 */
export function nameTypes(schemas: Iterable<string>): ReadonlyMap<string, string> {
  const names = [...schemas];
  const taken = new Set(names.filter(isTypeName));
  const unique = (wanted: string): string => {
    const name = freeName(wanted, { has: (each) => taken.has(each) || TAKEN.has(each) });
    taken.add(name);
    return name;
  };
  return new Map(
    names.map((name) => [name, isTypeName(name) ? name : unique(pascalCase(isJoined(name) ? ownName(name) : name))]),
  );
}

/** A type's name does not begin with a digit. */
function ownName(name: string): string {
  const last = lastName(name);
  return /^[A-Za-z]/.test(last) ? last : `Schema${last}`;
}

function isTypeName(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) && !TAKEN.has(name);
}

function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Names that the module declares and uses, and those that no type can have. */
const TAKEN: ReadonlySet<string> = new Set(
  [
    'ContextOf Guards Handlers Nothing Readonly Record RouteGuard RouteHandler Routes UploadedFile',
    'any asserts async await bigint boolean break case catch class const continue debugger default delete do else enum',
    'export extends false finally for function if implements import in infer instanceof interface intrinsic is keyof let',
    'never new null number object package private protected public readonly return static string super switch symbol',
    'this throw true try type typeof undefined unique unknown var void while with yield',
  ].flatMap((line) => line.split(' ')),
);
