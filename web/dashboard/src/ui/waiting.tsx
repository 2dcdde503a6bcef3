import { useEffect, useState } from 'react';

const QUIET_MS = 200;

/** True once something has taken long enough to be shown as taking long. */
export function useTakesLong(waiting: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!waiting) return setLong(false);
    const timer = setTimeout(() => setLong(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && long;
}

/** Grey bars in the true height of the rows to come; nothing for the first moment. */
export function WaitingRows({ rows = 8, height = 38 }: { rows?: number; height?: number }) {
  const long = useTakesLong(true);
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike.
        <div key={row} style={{ height }} className="flex items-center border-b border-line px-4">
          {long && (
            <i
              className="h-2 rounded-tag bg-sunk"
              style={{ width: `${30 + ((row * 17) % 40)}%` }}
            />
          )}
        </div>
      ))}
    </div>
  );
}
