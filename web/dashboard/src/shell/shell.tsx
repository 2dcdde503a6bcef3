import { Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { follow } from '@/api/live';
import { session, useMe } from '@/api/session';
import { useOutbox } from '@/outbox/use-outbox';
import { useStore } from '@/store';
import { cx } from '@/ui/cx';
import { Tips } from '@/ui/tips';
import { Toasts } from '@/ui/toasts';
import { shell } from '@/words/shell';
import { DemonstrationStrip } from './demonstration';
import { Forbidden } from './forbidden';
import { layer } from './layers';
import { OfflineStrip } from './offline-strip';
import { PhoneBar } from './phone-bar';
import { placeOf } from './places';
import { SideBar } from './side-bar';
import { useGlobalKeys } from './use-global-keys';
import { useIdleLock } from './use-idle-lock';

// What lies over the page is read when it is first wanted.
const EndedDialog = lazy(async () => ({ default: (await import('./ended-dialog')).EndedDialog }));
const Help = lazy(async () => ({ default: (await import('./help')).Help }));
const LockScreen = lazy(async () => ({ default: (await import('./lock-screen')).LockScreen }));
const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }));

/** What stands round every page behind sign-in; nothing once its person has left. */
export function Shell() {
  return useStore(session).me ? <Inside /> : null;
}

function Inside() {
  const me = useMe();
  const { state } = useStore(session);
  const { pathname } = useLocation();
  const rail = useMatches().some(({ staticData }) => staticData.rail);
  const over = useStore(layer);
  const locked = state === 'locked';
  useGlobalKeys();
  useIdleLock();
  useOutbox();
  useEffect(() => (state === 'in' ? follow() : undefined), [state]);

  const place = placeOf(pathname);
  const forbidden = place && !place.roles.includes(me.role);
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-box bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {shell.skip}
      </a>
      <div
        inert={locked}
        className={cx(
          // Magnified so far that little of it is in view the page scrolls as a whole.
          'grid h-dvh grid-rows-[minmax(440px,1fr)_auto] overflow-y-auto rail:grid-rows-[minmax(440px,1fr)]',
          'print:block print:h-auto print:overflow-visible',
          'grid-cols-1 rail:grid-cols-[49px_minmax(0,1fr)]',
          !rail && 'wide:grid-cols-[196px_minmax(0,1fr)]',
        )}
      >
        <SideBar rail={rail} />
        <div className="flex min-h-0 min-w-0 flex-col bg-panel print:block">
          <DemonstrationStrip />
          <OfflineStrip />
          {forbidden ? <Forbidden place={place} /> : <Outlet />}
        </div>
        <div className="rail:hidden print:hidden">
          <p className="border-t border-line bg-canvas px-3 pt-1 text-center text-label text-ink-3">
            {shell.researchUse}
          </p>
          <PhoneBar />
        </div>
      </div>
      <Suspense fallback={locked && <div className="fixed inset-0 z-50 bg-canvas" />}>
        {!locked && over === 'palette' && <Palette />}
        {!locked && over === 'help' && <Help />}
        {state === 'ended' && <EndedDialog />}
        {locked && <LockScreen />}
      </Suspense>
      {!locked && <Toasts />}
      <Tips />
    </>
  );
}
