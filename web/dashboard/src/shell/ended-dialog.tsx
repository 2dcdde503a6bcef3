import { useNavigate } from '@tanstack/react-router';
import { leave, session } from '@/api/session';
import { useStore } from '@/store';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { shell } from '@/words/shell';
import { PasswordForm } from './password-form';

/** The session has ended under way: the page stays behind it, with what was typed. */
export function EndedDialog() {
  const { me, state } = useStore(session);
  const navigate = useNavigate();
  if (!me) return null;
  const go = () => {
    leave();
    void navigate({ to: '/sign-in' });
  };
  return (
    <Dialog
      open={state === 'ended'}
      onOpenChange={() => {}}
      title={shell.ended.title}
      says={shell.ended.says}
      firm
    >
      <PasswordForm username={me.username} action={shell.ended.signIn}>
        <Button look="quiet" onClick={go}>
          {shell.ended.leave}
        </Button>
      </PasswordForm>
    </Dialog>
  );
}
