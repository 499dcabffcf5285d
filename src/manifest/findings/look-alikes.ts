/** The text with each letter that looks like an ASCII letter replaced by that, and without invisible characters. */
export function withoutLookAlikes(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text;
  const seen = text.replace(INVISIBLE, '').normalize('NFKC');
  return [...seen].map((character) => LOOKS_LIKE.get(character) ?? character).join('');
}

/** The first character of a text that is not what it seems, in words that follow the text; undefined where there is none. */
export function strangerIn(text: string): string | undefined {
  for (const character of BEYOND_ASCII.test(text) ? text : '') {
    if (isInvisible(character)) return `holds ${spelt(character)}, which is invisible`;
    const like = withoutLookAlikes(character);
    if (like !== character) return `holds ${spelt(character)}, which looks like "${like}"`;
  }
  return undefined;
}

/** Where the first invisible character of a text is, or the first that looks like a mark of YAML; -1 where there is none. */
export function findStranger(text: string): number {
  return text.search(STRANGE_IN_YAML);
}

/** A text that shows its invisible characters: `<U+FEFF>`. */
export function spellInvisible(text: string): string {
  return BEYOND_ASCII.test(text) ? text.replace(INVISIBLE, (character) => `<${spelt(character)}>`) : text;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** What has no shape of its own: all white space but the blank, and what Unicode lets readers ignore. A variant of a sign is seen. */
const INVISIBLE = /(?![ \n\r\t\p{Variation_Selector}])[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Colons, commas, brackets and quotes of other scripts and of typesetters too. */
const STRANGE_IN_YAML =
  /(?![ \n\r\t\p{Variation_Selector}])[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\uFF1A\uFE55\u2236\uFF0C\uFF5B\uFF5D\uFF3B\uFF3D\u2018-\u201F]/u;

function isInvisible(character: string): boolean {
  return character.replace(INVISIBLE, '') === '';
}

function spelt(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Letters of Cyrillic and Greek, and signs, whose shapes ASCII has as well: only those that NFKC does not turn into it. */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  [
    ['аеорсухіјѕԁһԛԝкԍѵ', 'aeopcyxijsdhqwkgv'],
    ['АВЕКМНОРСТХУІЅЈҮԌ', 'ABEKMHOPCTXYISJYG'],
    ['αινκορτυγχ', 'aivkoptuyx'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['ıɡɑʟ‐‑‒–—−⁄∕', 'igaL------//'],
    ['‘’‚‛“”„‟：∶', `''''""""::`],
  ].flatMap(([others = '', ascii = '']) => {
    return [...others].map((other, index): [string, string] => [other, ascii.charAt(index)]);
  }),
);
