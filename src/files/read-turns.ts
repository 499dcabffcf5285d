/** A millisecond's work. With 4, as many as there are threads, they were rarely busy, and each block cost half as much again. */
const READS_MAX = 16;

let reading = 0;
const waiting: (() => void)[] = [];

/**
 * Reads blocks of large files a few at a time, in the order in which they are asked for. So a turn of the event loop sends few of them, and
 * new visitors are answered between two turns: beside 200 new downloads, and all of their blocks in one turn, they waited for over a second.
 */
export async function inTurn<Result>(read: () => Promise<Result>): Promise<Result> {
  if (reading < READS_MAX) reading += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await read();
  } finally {
    const next = waiting.shift();
    if (next === undefined) reading -= 1;
    else next();
  }
}
