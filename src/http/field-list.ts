/**
 * The elements of a field value that is a list (RFC 9110 §5.6.1), without empty ones. A comma inside a quoted string (§5.6.4) separates
 * nothing; an element that is such a string as a whole is what is in it.
 */
export function splitList(value: string): readonly string[] {
  const elements = value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/gs) ?? [];
  return elements
    .map((element) => unquoted(element.replace(/^[ \t]+|[ \t]+$/g, '')))
    .filter((element) => element !== '');
}

function unquoted(element: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/s.exec(element)?.[1];
  return inside === undefined ? element : inside.replace(/\\(.)/gs, '$1');
}
