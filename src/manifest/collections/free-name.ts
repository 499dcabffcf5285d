/** The name, or the first of it with a number, from 2 on, that is not taken. */
export function freeName(name: string, taken: { has(name: string): boolean }, before = ''): string {
  let free = name;
  for (let more = 2; taken.has(free); more++) free = `${name}${before}${more}`;
  return free;
}
