import { useEffect } from 'react';
import { lock } from '@/api/session';

/** After this long without a hand on it a station is taken to be left. */
const IDLE_MS = 15 * 60_000;
const LOOK_MS = 15_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Locks the page of somebody who went away. */
export function useIdleLock(): void {
  useEffect(() => {
    let last = Date.now();
    const seen = () => {
      last = Date.now();
    };
    const timer = setInterval(() => {
      if (Date.now() - last > IDLE_MS) lock();
    }, LOOK_MS);
    for (const sign of SIGNS) window.addEventListener(sign, seen, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, seen);
    };
  }, []);
}
