/** How long something can take, and what is said where it takes longer. */
export interface TimeLimit {
  readonly limitMs: number;
  readonly late: string;
  /** Whether the limit keeps a process alive that has nothing else to wait for; default: it does. */
  readonly keepsAlive?: boolean;
}

/** As the promise; rejects once it is late. */
export async function inTime<T>(promise: Promise<T>, { limitMs, late, keepsAlive = true }: TimeLimit): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), limitMs);
    if (!keepsAlive) timer.unref();
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
