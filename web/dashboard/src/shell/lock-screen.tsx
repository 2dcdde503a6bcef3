import { useNavigate } from '@tanstack/react-router';
import { leave, signOut, useMe } from '@/api/session';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Mark } from '@/ui/icon';
import { shell } from '@/words/shell';
import { DemonstrationWords } from './demonstration';
import { PasswordForm } from './password-form';

/** Covers the page, so that nobody else reads it; it stays as it was left. */
export function LockScreen() {
  const me = useMe();
  const navigate = useNavigate();
  // Without the server the session cannot be ended: it then stays locked for whoever opens it again.
  const change = () =>
    signOut()
      .catch(leave)
      .then(() => navigate({ to: '/sign-in' }));
  return (
    <div
      role="dialog"
      aria-modal="true"
      aria-label={shell.lock.title(me.full_name)}
      data-state="open"
      className="fixed inset-0 z-50 grid place-items-center bg-canvas p-4"
    >
      <div className="flex w-full max-w-[360px] flex-col gap-4">
        <div className="flex items-center gap-2 font-semibold">
          <Mark /> {shell.product}
        </div>
        <div className="flex items-center gap-3">
          <Avatar name={me.full_name} size={36} />
          <div>
            <h2 className="text-title">{shell.lock.title(me.full_name)}</h2>
            <p className="text-small text-ink-3">{shell.lock.says}</p>
          </div>
        </div>
        <PasswordForm username={me.username} action={shell.lock.unlock}>
          <Button look="quiet" onClick={() => void change()}>
            {shell.lock.switch}
          </Button>
        </PasswordForm>
        <p className="text-small text-ink-3">
          <DemonstrationWords />
          {shell.researchUse}
        </p>
      </div>
    </div>
  );
}
