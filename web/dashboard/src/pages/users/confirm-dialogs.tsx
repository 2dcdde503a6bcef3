import { type User, useChangeUser, useEndSessions } from '@/api/users';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { userWords as words } from '@/words/users';

interface ConfirmProps {
  user: User;
  onClose: () => void;
}

export function SessionsDialog({ user, onClose }: ConfirmProps) {
  const end = useEndSessions();
  const submit = () =>
    end.mutate(user.id, {
      onSuccess: () => {
        toast({ title: words.sessions.done(user.full_name) });
        onClose();
      },
    });
  return (
    <FormDialog
      title={words.sessions.title(user.full_name)}
      says={words.sessions.says}
      action={words.sessions.action}
      busy={end.isPending}
      fault={end.error}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

export function DeactivateDialog({ user, onClose }: ConfirmProps) {
  const change = useChangeUser();
  const submit = () =>
    change.mutate(
      { user, body: { active: false } },
      {
        onSuccess: () => {
          toast({ title: words.deactivate.done(user.full_name) });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={words.deactivate.title(user.full_name)}
      says={words.deactivate.says}
      action={words.deactivate.action}
      busy={change.isPending}
      fault={change.error}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
