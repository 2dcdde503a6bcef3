import { useNavigate, useParams } from '@tanstack/react-router';
import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { paths } from '@/paths';

/**
 * Which image the page is at, and how it goes to another: at once, in the frame that shows the
 * picture, so that no key acts upon another image than the one in sight. The address follows.
 */
export function usePlace(): [id: string, go: (to: string) => void] {
  const { id } = useParams({ from: '/in/images/$id' });
  const navigate = useNavigate();
  const [ahead, setAhead] = useState<string | null>(null);
  const latest = useRef(0);
  const go = useCallback(
    (to: string) => {
      const turn = ++latest.current;
      const { pathname } = window.location;
      setAhead(to);
      afterFrame(async () => {
        if (turn !== latest.current) return;
        // Who has gone elsewhere meanwhile is not brought back.
        if (pathname === window.location.pathname) await navigate(addressOf(to));
        if (turn === latest.current) startTransition(() => setAhead(null));
      });
    },
    [navigate],
  );
  useEffect(
    () => () => {
      latest.current++;
    },
    [],
  );
  return [ahead ?? id, go];
}

const addressOf = (id: string) =>
  ({ to: paths.image(id), search: (now: object) => now, replace: true }) as never;

const afterFrame = (run: () => void) => requestAnimationFrame(() => setTimeout(run));
