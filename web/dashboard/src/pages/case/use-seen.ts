import { useCallback, useEffect, useRef, useState } from 'react';

/** So much of a cell has to be in view for it to count as seen. */
const SHARE = 0.9;

/** Notes which cells have been on screen, with their pictures loaded. */
export function useSeen(scope: string) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const inView = useRef(new Set<Element>());
  const observer = useRef<IntersectionObserver | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another case or panel begins anew.
  useEffect(() => setSeen(new Set()), [scope]);

  const note = useCallback((element: Element) => {
    const id = element.getAttribute('data-cell');
    const picture = element.querySelector('img');
    if (!id || !picture?.complete || picture.naturalWidth === 0) return;
    setSeen((before) => (before.has(id) ? before : new Set([...before, id])));
  }, []);

  const watcher = useCallback(() => {
    observer.current ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) {
            inView.current.add(target);
            note(target);
          } else inView.current.delete(target);
        }
      },
      { threshold: SHARE },
    );
    return observer.current;
  }, [note]);
  useEffect(() => () => observer.current?.disconnect(), []);

  /** For a cell's element. */
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      watcher().observe(element);
      return () => {
        observer.current?.unobserve(element);
        inView.current.delete(element);
      };
    },
    [watcher],
  );
  /** For a picture that has loaded. */
  const loaded = useCallback(
    (element: Element | null) => {
      if (element && inView.current.has(element)) note(element);
    },
    [note],
  );
  return { seen, watch, loaded };
}
