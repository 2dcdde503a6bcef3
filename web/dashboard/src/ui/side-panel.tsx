import type { ReactNode } from 'react';
import { useKeys } from '@/keys/use-keys';
import { shell } from '@/words/shell';
import { Button, IconButton } from './button';
import { cx } from './cx';
import { DRAWER_KEY, type Drawer } from './use-drawer';

interface SidePanelProps {
  drawer: Drawer;
  label: string;
  /** Its width, and what else is its own. */
  className: string;
  /** On small screens it lies over the work, which keeps its place. */
  over?: boolean;
  /** Has a handle at its edge; else the page has its `DrawerButton` somewhere. */
  handle?: boolean;
  children: ReactNode;
}

/** What stands at the right of the work. Closed it is kept unseen, with what was typed in it. */
export function SidePanel({ drawer, label, className, over, handle, children }: SidePanelProps) {
  const { closes, open, set } = drawer;
  const keys = [
    { keys: DRAWER_KEY, does: shell.drawer.key(label), run: () => set(!open) },
    { keys: 'Escape', does: shell.close, off: !open, run: () => set(false) },
  ];
  useKeys(label, closes ? keys : []);
  return (
    <>
      {handle && closes && (
        <div className="flex-none border-l border-line p-1">
          <IconButton
            icon={open ? 'right' : 'left'}
            label={open ? shell.drawer.close(label) : shell.drawer.open(label)}
            keys={DRAWER_KEY}
            side="left"
            small
            aria-expanded={open}
            onClick={() => set(!open)}
          />
        </div>
      )}
      <aside
        aria-label={label}
        className={cx(
          'flex-none flex-col overflow-y-auto border-l border-line bg-panel',
          open ? 'flex' : 'hidden',
          over &&
            'max-[800px]:absolute max-[800px]:inset-y-0 max-[800px]:right-0 max-[800px]:z-20 max-[800px]:max-w-full max-[800px]:shadow-float',
          className,
        )}
      >
        {closes && over && (
          <Button
            small
            keys={DRAWER_KEY}
            className="self-end min-[801px]:hidden"
            onClick={() => set(false)}
          >
            {shell.close}
          </Button>
        )}
        {children}
      </aside>
    </>
  );
}

/** Opens and closes a drawer; nothing where the panel always stands there. */
export function DrawerButton({ drawer, children }: { drawer: Drawer; children: ReactNode }) {
  if (!drawer.closes) return null;
  return (
    <Button keys={DRAWER_KEY} aria-expanded={drawer.open} onClick={() => drawer.set(!drawer.open)}>
      {children}
    </Button>
  );
}
