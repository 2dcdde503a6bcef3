import { useState } from 'react';

/** A number of this station's, from day to day. */
export function useKept(
  key: string,
  initial: number,
  least: number,
  most: number,
): [number, (value: number) => void] {
  const [value, setValue] = useState(() => {
    const kept = Number(localStorage.getItem(key));
    return kept >= least && kept <= most ? kept : initial;
  });
  const keep = (next: number) => {
    localStorage.setItem(key, String(next));
    setValue(next);
  };
  return [value, keep];
}
