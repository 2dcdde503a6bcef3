import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { lock, session, useMe } from '@/api/session';
import { listen } from '@/keys/listen';
import type { Binding } from '@/keys/registry';
import { useKeys } from '@/keys/use-keys';
import { shell } from '@/words/shell';
import { layer } from './layers';
import { usePlaces } from './places';
import { useScan } from './use-scan';

/** The keys that work on every page, and the scanner. */
export function useGlobalKeys(): void {
  const navigate = useNavigate();
  const router = useRouter();
  const places = usePlaces(useMe().role);
  const scan = useRef(useScan());

  const leads: Binding[] = places.flatMap(({ path, name, keys }) =>
    keys ? [{ keys, does: shell.keys.go(name), run: () => void navigate({ to: path }) }] : [],
  );
  const bindings: Binding[] = [
    { keys: 'Ctrl+k', does: shell.keys.find, typing: true, run: () => layer.set('palette') },
    { keys: '?', does: shell.keys.help, run: () => layer.set('help') },
    { keys: 'Ctrl+l', does: shell.keys.lock, typing: true, run: lock },
    {
      keys: 'Escape',
      does: shell.keys.back,
      run: () => router.history.canGoBack() && router.history.back(),
    },
    ...leads,
  ];
  useKeys(shell.keys.everywhere, bindings, true);

  useEffect(
    () =>
      listen((text) => {
        if (session.get().state === 'in') scan.current(text);
      }),
    [],
  );
}
