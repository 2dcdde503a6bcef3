import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Too small to conclude on: worklists and alerts only. */
export const usePhone = (): boolean => useMedia('(max-width: 640px)');
/** Side panels become drawers, the side bar a rail. */
export const useNarrow = (): boolean => useMedia('(max-width: 1100px)');
