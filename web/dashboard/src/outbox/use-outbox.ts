import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session } from '@/api/session-store';
import { paths } from '@/paths';
import { useStore } from '@/store';
import { toast } from '@/ui/toast-store';
import { outboxWords as words } from '@/words/outbox';
import { say } from '@/words/problems';
import { attend, onSending } from './outbox';

/** Sends what is held for as long as somebody is signed in, and says what did not go. */
export function useOutbox(): void {
  const navigate = useNavigate();
  const { state } = useStore(session);
  const here = state === 'in' || state === 'locked';
  useEffect(() => {
    if (!here) return;
    let said = false;
    const off = onSending({
      sent: () => {
        said = false;
      },
      waiting: () => {
        if (!said)
          toast({
            tone: 'fault',
            title: words.notSent,
            text: words.notSentSays,
          });
        said = true;
      },
      refused: ({ image, name }, fault) =>
        toast({
          tone: 'fault',
          title: `${words.refused}: ${name}`,
          text: `${say(fault).text} ${words.kept}`,
          ms: 30_000,
          action: {
            label: words.look,
            run: () => void navigate({ to: paths.image(image) }),
          },
        }),
    });
    const rest = attend();
    return () => {
      rest();
      off();
    };
  }, [here, navigate]);
}
