import { useEffect, useState } from 'react';
import { useStore } from '@/store';
import { shell } from '@/words/shell';
import { Button, IconButton } from './button';
import { cx } from './cx';
import { dismiss, type Toast, toasts } from './toast-store';

const TICK_MS = 250;

/** What was said in passing, at the foot of the page; read out without taking the focus. */
export function Toasts() {
  return (
    <section
      aria-label={shell.notices}
      aria-live="polite"
      aria-relevant="additions"
      className="print:hidden fixed right-4 bottom-11 z-50 flex w-[min(420px,calc(100vw-24px))] flex-col gap-2 max-rail:right-3 max-rail:bottom-24"
    >
      {useStore(toasts).map((one) => (
        <One key={one.id} one={one} />
      ))}
    </section>
  );
}

function One({ one }: { one: Toast }) {
  const [held, setHeld] = useState(false);
  const left = useTimeLeft(one.ms, held);
  useEffect(() => {
    if (left <= 0) dismiss(one.id);
  }, [left, one.id]);
  const act = () => {
    one.action?.run();
    dismiss(one.id);
  };
  const hold = { onPointerEnter: () => setHeld(true), onFocus: () => setHeld(true) };
  const letGo = { onPointerLeave: () => setHeld(false), onBlur: () => setHeld(false) };
  return (
    <div
      {...hold}
      {...letGo}
      className={cx(
        'flex items-center gap-3 rounded-box bg-raised py-2 pr-2 pl-3 shadow-float',
        one.tone === 'fault' && 'border-l-2 border-overdue',
      )}
    >
      <div className="min-w-0 grow">
        <p className={cx('font-medium', one.tone === 'fault' && 'text-overdue')}>{one.title}</p>
        {one.text && <p className="text-small text-ink-2">{one.text}</p>}
      </div>
      {one.action && (
        <Button small keys={one.action.keys} onClick={act}>
          {one.action.label}
          <span aria-hidden="true" className="text-ink-3">
            {Math.ceil(left / 1000)} s
          </span>
        </Button>
      )}
      <IconButton icon="close" label={shell.dismiss} small onClick={() => dismiss(one.id)} />
    </div>
  );
}

/** Counts down, but for while a hand is on it: whoever reads slowly has the time. */
function useTimeLeft(ms: number, held: boolean): number {
  const [left, setLeft] = useState(ms);
  useEffect(() => {
    if (held) return;
    const timer = setInterval(() => setLeft((now) => now - TICK_MS), TICK_MS);
    return () => clearInterval(timer);
  }, [held]);
  return left;
}
