import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';

interface Roving {
  /** The row that Tab comes to. */
  active: number;
  setActive: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Told of each row that is drawn; focuses the one to go to. */
  drawn: (index: number, element: HTMLElement | null) => void;
}

/** One row of the table has the focus at a time; arrows move it, also to rows not drawn yet. */
export function useRoving(
  count: number,
  perPage: () => number,
  reveal: (index: number) => void,
): Roving {
  const [active, setActive] = useState(0);
  const going = useRef<number | null>(null);
  const last = Math.max(0, count - 1);

  useEffect(() => {
    if (active > last) setActive(last);
  }, [active, last]);

  const go = (index: number) => {
    const to = Math.min(last, Math.max(0, index));
    going.current = to;
    setActive(to);
    reveal(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + perPage(),
      PageUp: active - perPage(),
      Home: 0,
      End: last,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    go(index);
  };
  const drawn = useCallback((index: number, element: HTMLElement | null) => {
    if (!element || going.current !== index) return;
    going.current = null;
    element.focus({ preventScroll: true });
  }, []);
  return { active: Math.min(active, last), setActive, onKeyDown, drawn };
}
