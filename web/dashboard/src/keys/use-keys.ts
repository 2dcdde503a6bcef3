import { useEffect, useLayoutEffect, useRef } from 'react';
import { addScope, type Binding, removeScope, setBindings } from './registry';

/** Binds keys for as long as the component is shown. Bindings may be new at every render. */
export function useKeys(title: string, bindings: readonly Binding[], everywhere = false): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const id = useRef(0);
  // What is shown of them; the functions are always the latest ones.
  const shape = JSON.stringify(
    bindings.map(({ keys, does, hint, off, typing }) => [keys, does, hint, off, typing]),
  );

  useLayoutEffect(() => {
    id.current = addScope(title, everywhere);
    return () => removeScope(id.current);
  }, [title, everywhere]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the bindings, the title for a new scope.
  useEffect(() => {
    const run = (index: number) => (event: KeyboardEvent) => latest.current[index]?.run(event);
    const back = (index: number) => () => latest.current[index]?.back?.();
    setBindings(
      id.current,
      latest.current.map((binding, index) => ({
        ...binding,
        run: run(index),
        ...(binding.back && { back: back(index) }),
      })),
    );
  }, [shape, title]);
}
