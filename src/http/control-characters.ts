/** A text in one line with nothing in it that could drive a terminal, or turn the order of its characters round. */
export function maskControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD');
}

/** A text whose control characters are spelt out. */
export function spellControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
