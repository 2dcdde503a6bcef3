import { ContextMenu, DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './icon';
import { Kbd } from './kbd';

/** One line of a menu; `null` draws a rule. */
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

const content = 'z-50 min-w-[200px] rounded-box bg-raised p-1 shadow-float';
const line =
  'flex h-[30px] items-center gap-2 rounded-tag px-2 outline-none data-[disabled]:text-ink-3 data-[highlighted]:bg-accent-soft data-[highlighted]:text-accent max-rail:h-11';

function Line({ item }: { item: MenuItem }) {
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

/** A menu that opens at a button. */
export function Menu({
  items,
  children,
  label,
  align = 'start',
}: {
  items: readonly (MenuItem | null)[];
  children: ReactNode;
  label: string;
  align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={content}
        >
          {items.map((item, place) =>
            item === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else to be known by.
              <DropdownMenu.Separator key={place} className="my-1 h-px bg-line" />
            ) : item.chosen !== undefined ? (
              <DropdownMenu.CheckboxItem
                key={item.label}
                checked={item.chosen}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={line}
              >
                <Line item={item} />
              </DropdownMenu.CheckboxItem>
            ) : (
              <DropdownMenu.Item
                key={item.label}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={line}
              >
                <Line item={item} />
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same at the pointer, on a right click or the menu key. */
export function PointerMenu({
  items,
  children,
  label,
}: {
  items: readonly (MenuItem | null)[];
  children: ReactNode;
  label: string;
}) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content aria-label={label} collisionPadding={8} className={content}>
          {items.map((item, place) =>
            item === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else to be known by.
              <ContextMenu.Separator key={place} className="my-1 h-px bg-line" />
            ) : (
              <ContextMenu.Item
                key={item.label}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={line}
              >
                <Line item={item} />
              </ContextMenu.Item>
            ),
          )}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
