import {
  cloneElement,
  type KeyboardEvent,
  lazy,
  type ReactElement,
  Suspense,
  useState,
} from 'react';
import type { MenuItem } from './menu-line';

export type { MenuItem } from './menu-line';

export interface MenuProps {
  items: readonly (MenuItem | null)[];
  /** The button that opens it. */
  children: ReactElement<Record<string, unknown>>;
  label: string;
  align?: 'start' | 'end';
}

const load = () => import('./open-menu');
// What draws a menu, and places it, is read when one is first reached for.
const OpenMenu = lazy(async () => ({ default: (await load()).OpenMenu }));

/** A menu that opens at a button. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(props.children, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => setWanted(true),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      setWanted(true);
    },
  });
  return <Suspense fallback={closed}>{wanted ? <OpenMenu {...props} /> : closed}</Suspense>;
}
