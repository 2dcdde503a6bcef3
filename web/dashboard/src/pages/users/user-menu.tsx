import { useState } from 'react';
import { type User, useChangeUser } from '@/api/users';
import { IconButton } from '@/ui/button';
import { Menu, type MenuItem } from '@/ui/menu';
import { toast, toastFault } from '@/ui/toast-store';
import { say } from '@/words/problems';
import { userWords as words } from '@/words/users';
import { ChangeDialog } from './change-dialog';
import { DeactivateDialog, SessionsDialog } from './confirm-dialogs';
import { PasswordDialog } from './password-dialog';

type Open = 'change' | 'password' | 'sessions' | 'deactivate' | null;

/** What an administrator can do with one user. Nobody deactivates the own account. */
export function UserMenu({ user, own }: { user: User; own: boolean }) {
  const [open, setOpen] = useState<Open>(null);
  const change = useChangeUser();
  const close = () => setOpen(null);
  const activate = () =>
    change.mutate(
      { user, body: { active: true } },
      {
        onSuccess: () => toast({ title: words.activate.done(user.full_name) }),
        onError: (fault) => toastFault(say(fault)),
      },
    );
  const items: (MenuItem | null)[] = [
    { label: words.change.open, icon: 'edit', onSelect: () => setOpen('change') },
    { label: words.password.open, icon: 'lock', onSelect: () => setOpen('password') },
    { label: words.sessions.open, icon: 'signOut', onSelect: () => setOpen('sessions') },
    null,
    user.active
      ? {
          label: words.deactivate.open,
          icon: 'close',
          disabled: own,
          onSelect: () => setOpen('deactivate'),
        }
      : { label: words.activate.open, icon: 'undo', onSelect: activate },
  ];
  return (
    <>
      <Menu items={items} label={words.menu(user.full_name)} align="end">
        <IconButton icon="more" small label={words.menu(user.full_name)} />
      </Menu>
      {open === 'change' && <ChangeDialog user={user} onClose={close} />}
      {open === 'password' && <PasswordDialog user={user} onClose={close} />}
      {open === 'sessions' && <SessionsDialog user={user} onClose={close} />}
      {open === 'deactivate' && <DeactivateDialog user={user} onClose={close} />}
    </>
  );
}
