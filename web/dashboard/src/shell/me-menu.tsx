import { useNavigate } from '@tanstack/react-router';
import { lock, signOut, useMe } from '@/api/session';
import { singleKeys, switchSingleKeys } from '@/keys/registry';
import { paths } from '@/paths';
import { useStore } from '@/store';
import { Avatar } from '@/ui/avatar';
import { cx } from '@/ui/cx';
import { Menu, type MenuItem } from '@/ui/menu';
import { toastFault } from '@/ui/toast-store';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';
import { chooseTheme, theme } from './theme';

/** What a person can do about being here: account, appearance, keys, lock, sign out. */
export function useMyItems(): (MenuItem | null)[] {
  const navigate = useNavigate();
  const chosen = useStore(theme);
  const single = useStore(singleKeys);
  const leave = () =>
    signOut()
      .then(() => navigate({ to: '/sign-in' }))
      .catch((fault) => toastFault(say(fault)));
  return [
    {
      label: shell.menu.account,
      icon: 'person',
      onSelect: () => void navigate({ to: paths.account }),
    },
    null,
    ...(['system', 'light', 'dark'] as const).map((one) => ({
      label: shell.menu.themes[one],
      chosen: chosen === one,
      onSelect: () => chooseTheme(one),
    })),
    null,
    {
      label: shell.menu.singleKeys,
      chosen: single,
      onSelect: () => switchSingleKeys(!single),
    },
    null,
    { label: shell.menu.lock, icon: 'lock', keys: 'Ctrl+l', onSelect: lock },
    { label: shell.menu.signOut, icon: 'signOut', onSelect: () => void leave() },
  ];
}

/** The person at the foot of the side bar. */
export function MeMenu({ words }: { words: string }) {
  const { full_name, role } = useMe();
  return (
    <Menu items={useMyItems()} label={shell.menu.open(full_name)}>
      <button
        type="button"
        aria-label={shell.menu.open(full_name)}
        className="-mx-2 flex w-[calc(100%+16px)] items-center justify-center gap-2 border-t border-line p-2 text-left -outline-offset-2 hover:bg-sunk"
      >
        <Avatar name={full_name} />
        <span className={cx('min-w-0 grow', words)}>
          <span className="block truncate text-small font-semibold">{full_name}</span>
          <span className="block text-small text-ink-3">{shell.roles[role]}</span>
        </span>
      </button>
    </Menu>
  );
}
