/** How many units of so many are left after those of the text; negative: it has more. Looks no further than that. */
export function spareOf(text: string, unit: string, most: number): number {
  let spare = most;
  for (let at = text.indexOf(unit); at >= 0 && spare >= 0; at = text.indexOf(unit, at + 1)) spare--;
  return spare;
}
