import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type OwnSession, ownSessionsQuery } from '@/api/account';
import { Button } from '@/ui/button';
import { when } from '@/words/time';
import { accountWords } from '@/words/users';
import { EndSessionDialog } from './end-session-dialog';

const words = accountWords.sessions;

/** The own sessions, each but the present one to be ended from here. */
export function SessionsSection() {
  const { data } = useQuery(ownSessionsQuery);
  const [ending, setEnding] = useState<OwnSession>();
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions" className="pb-2">
        {words.title}
      </h2>
      <ul className="divide-y divide-line border-line border-y">
        {data?.map((session) => (
          <li key={session.id} className="flex h-9 items-center gap-3">
            <span className="grow">{words.began(when(session.began_at))}</span>
            {session.present ? (
              <span className="text-ink-3">{words.present}</span>
            ) : (
              <Button
                aria-label={words.endOf(when(session.began_at))}
                onClick={() => setEnding(session)}
              >
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ending && <EndSessionDialog id={ending.id} onClose={() => setEnding(undefined)} />}
    </section>
  );
}
