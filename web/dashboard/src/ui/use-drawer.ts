import { useState } from 'react';
import { useNarrow } from './media';

/** A panel beside the work. Where there is room it always stands there; else it is a drawer. */
export interface Drawer {
  /** There is little room: it can be closed. */
  closes: boolean;
  open: boolean;
  set: (open: boolean) => void;
}

/** The key that opens and closes it. */
export const DRAWER_KEY = 'v';
/** From here on a drawer leaves room enough beside it to be open from the beginning. */
const ROOM = '(min-width: 801px)';

/** Whether a panel is open, by a name of its own; the window remembers it. */
export function useDrawer(name: string): Drawer {
  const key = `hema.drawer.${name}`;
  const closes = useNarrow();
  const [kept, setKept] = useState(() => sessionStorage.getItem(key));
  const open = kept === null ? matchMedia(ROOM).matches : kept === 'open';
  const set = (next: boolean) => {
    const word = next ? 'open' : 'closed';
    sessionStorage.setItem(key, word);
    setKept(word);
  };
  return { closes, open: !closes || open, set };
}
