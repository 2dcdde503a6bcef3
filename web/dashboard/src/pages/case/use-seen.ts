import { useCallback, useEffect, useRef, useState } from 'react';

/** So much of a cell has to be in view for it to count as seen, and for so long. */
const SHARE = 0.9;
const DWELL_MS = 250;

/** Notes which cells have been on screen, with their pictures loaded. */
export function useSeen(scope: string) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  /** The cells in view whose picture is there, and since when. */
  const shown = useRef(new Map<Element, number>());
  const inView = useRef(new Set<Element>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const observer = useRef<IntersectionObserver>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another case or panel begins anew.
  useEffect(() => setSeen(new Set()), [scope]);

  const count = useCallback(() => {
    timer.current = undefined;
    const now = performance.now();
    const long = [...shown.current].filter(([, since]) => now - since >= DWELL_MS);
    for (const [element] of long) shown.current.delete(element);
    if (shown.current.size > 0) timer.current = setTimeout(count, DWELL_MS);
    const ids = long.flatMap(([element]) => element.getAttribute('data-image') ?? []);
    setSeen((before) => {
      const more = ids.filter((id) => !before.has(id));
      return more.length === 0 ? before : new Set([...before, ...more]);
    });
  }, []);

  const look = useCallback(
    (element: Element) => {
      const picture = element.querySelector('img');
      if (!picture?.complete || picture.naturalWidth === 0) return;
      shown.current.set(element, performance.now());
      timer.current ??= setTimeout(count, DWELL_MS);
    },
    [count],
  );

  const watcher = useCallback(() => {
    observer.current ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) {
            inView.current.add(target);
            look(target);
          } else {
            inView.current.delete(target);
            shown.current.delete(target);
          }
        }
      },
      { threshold: SHARE },
    );
    return observer.current;
  }, [look]);
  useEffect(
    () => () => {
      observer.current?.disconnect();
      observer.current = undefined;
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  /** For a cell's element. */
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      watcher().observe(element);
      return () => {
        observer.current?.unobserve(element);
        inView.current.delete(element);
        shown.current.delete(element);
      };
    },
    [watcher],
  );
  /** For a picture that has loaded. */
  const loaded = useCallback(
    (element: Element | null) => {
      if (element && inView.current.has(element)) look(element);
    },
    [look],
  );
  return { seen, watch, loaded };
}
