import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { lineLook, type MenuItem, MenuLine, menuLook, ruleLook } from './menu-line';

interface PointerMenuProps {
  items: readonly (MenuItem | null)[];
  children: ReactNode;
  label: string;
}

/** A menu at the pointer, on a right click or the menu key. */
export function PointerMenu({ items, children, label }: PointerMenuProps) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content aria-label={label} collisionPadding={8} className={menuLook}>
          {items.map((item, place) =>
            item === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else to be known by.
              <ContextMenu.Separator key={place} className={ruleLook} />
            ) : (
              <ContextMenu.Item
                key={item.label}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={lineLook}
              >
                <MenuLine item={item} />
              </ContextMenu.Item>
            ),
          )}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
