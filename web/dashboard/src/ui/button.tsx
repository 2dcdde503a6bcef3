import type { ComponentProps } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './icon';
import { Kbd } from './kbd';
import { Tooltip } from './tooltip';

type Look = 'primary' | 'plain' | 'quiet';

interface Shared extends ComponentProps<'button'> {
  look?: Look;
  small?: boolean;
  /** The key that does the same, drawn beside the words. */
  keys?: string;
}

const LOOKS: Record<Look, string> = {
  primary: 'border-accent-fill bg-accent-fill text-on-accent enabled:hover:brightness-110',
  plain: 'border-line-strong bg-panel text-ink enabled:hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-sunk',
};

const base =
  'inline-flex flex-none items-center justify-center gap-1.5 rounded-box border font-medium whitespace-nowrap transition-colors disabled:border-line disabled:bg-sunk disabled:text-ink-3 max-rail:min-h-11';
const sizes = (small?: boolean) =>
  small ? 'h-[26px] px-2 text-small' : 'h-[30px] px-2.5 text-base';

/** A button that says what it will do. */
export function Button({
  look = 'plain',
  small,
  keys,
  className,
  children,
  type = 'button',
  ...props
}: Shared) {
  return (
    <button type={type} className={cx(base, LOOKS[look], sizes(small), className)} {...props}>
      {children}
      {keys && <Kbd keys={keys} on={look === 'primary'} />}
    </button>
  );
}

interface IconButtonProps extends Omit<Shared, 'children'> {
  icon: IconName;
  /** What it does: its name, and the tooltip. */
  label: string;
  pressed?: boolean;
  /** Where the tooltip stands. */
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button of a drawing alone; its words are in the tooltip. */
export function IconButton({
  icon,
  label,
  look = 'quiet',
  small,
  keys,
  pressed,
  side,
  className,
  type = 'button',
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          base,
          LOOKS[look],
          small ? 'size-[26px]' : 'size-[30px]',
          'max-rail:min-w-11',
          pressed && 'bg-accent-soft text-accent',
          className,
        )}
        {...props}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

/** The same looks for a link. */
export const buttonLook = (look: Look = 'plain', small?: boolean) =>
  cx(base, LOOKS[look], sizes(small), 'hover:no-underline');
