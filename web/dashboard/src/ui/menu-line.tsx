import type { ReactNode } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './icon';
import { Kbd } from './kbd';

/** One line of a menu; where `null` stands instead a rule is drawn. */
export interface MenuItem {
  label: string;
  icon?: IconName;
  keys?: string;
  disabled?: boolean;
  /** For one of several, or on and off: whether it is chosen. */
  chosen?: boolean;
  /** Drawn before the label, such as a class's swatch. */
  before?: ReactNode;
  onSelect: () => void;
}

export const menuLook = 'z-50 min-w-[200px] rounded-box bg-raised p-1 shadow-float';
export const ruleLook = 'my-1 h-px bg-line';
export const lineLook =
  'flex h-[30px] items-center gap-2 rounded-tag px-2 outline-none data-[disabled]:text-ink-3 data-[highlighted]:bg-accent-soft data-[highlighted]:text-accent max-rail:h-11';

/** What stands in a line. */
export function MenuLine({ item }: { item: MenuItem }) {
  return (
    <>
      {item.chosen !== undefined && (
        <Icon name="tick" size={14} className={cx(!item.chosen && 'invisible')} />
      )}
      {item.icon && <Icon name={item.icon} size={14} />}
      {item.before}
      <span className="grow">{item.label}</span>
      {item.keys && <Kbd keys={item.keys} />}
    </>
  );
}
