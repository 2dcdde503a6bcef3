import { DropdownMenu } from 'radix-ui';
import type { MenuProps } from './menu';
import { lineLook, MenuLine, menuLook, ruleLook } from './menu-line';

/** A menu that has been asked for, with the button that opens it again. */
export function OpenMenu({ items, children, label, align = 'start' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={menuLook}
        >
          {items.map((item, place) =>
            item === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else to be known by.
              <DropdownMenu.Separator key={place} className={ruleLook} />
            ) : item.chosen !== undefined ? (
              <DropdownMenu.CheckboxItem
                key={item.label}
                checked={item.chosen}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={lineLook}
              >
                <MenuLine item={item} />
              </DropdownMenu.CheckboxItem>
            ) : (
              <DropdownMenu.Item
                key={item.label}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={lineLook}
              >
                <MenuLine item={item} />
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
