const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again and again until there is something other than nothing. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  within = 30_000,
): Promise<T> {
  const end = Date.now() + within;
  let fault: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      fault = error;
    }
    await pause(50);
  }
  throw new Error(`Not within ${within / 1000} s: ${what}`, { cause: fault });
}
