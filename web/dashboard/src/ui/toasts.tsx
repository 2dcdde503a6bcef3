import { Toast as Radix } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useStore } from '@/store';
import { shell } from '@/words/shell';
import { Button, IconButton } from './button';
import { cx } from './cx';
import { dismiss, type Toast, toasts } from './toast-store';

/** What was said in passing, at the foot of the page. */
export function Toasts() {
  return (
    <Radix.Provider swipeDirection="right">
      {useStore(toasts).map((one) => (
        <One key={one.id} one={one} />
      ))}
      <Radix.Viewport className="fixed right-4 bottom-11 z-50 flex w-[min(420px,calc(100vw-24px))] flex-col gap-2 max-rail:right-3 max-rail:bottom-20" />
    </Radix.Provider>
  );
}

function One({ one }: { one: Toast }) {
  const act = () => {
    one.action?.run();
    dismiss(one.id);
  };
  return (
    <Radix.Root
      duration={one.ms}
      type={one.tone === 'fault' ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && dismiss(one.id)}
      className={cx(
        'flex items-center gap-3 rounded-box bg-raised py-2 pr-2 pl-3 shadow-float',
        one.tone === 'fault' && 'border-l-2 border-overdue',
      )}
    >
      <div className="min-w-0 grow">
        <Radix.Title className={cx('font-medium', one.tone === 'fault' && 'text-overdue')}>
          {one.title}
        </Radix.Title>
        {one.text && (
          <Radix.Description className="text-small text-ink-2">{one.text}</Radix.Description>
        )}
      </div>
      {one.action && (
        <Radix.Action asChild altText={one.action.label}>
          <Button small keys={one.action.keys} onClick={act}>
            {one.action.label}
            <Seconds ms={one.ms} />
          </Button>
        </Radix.Action>
      )}
      <IconButton icon="close" label={shell.dismiss} small onClick={() => dismiss(one.id)} />
    </Radix.Root>
  );
}

function Seconds({ ms }: { ms: number }) {
  const [left, setLeft] = useState(Math.ceil(ms / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden="true" className="text-ink-3">
      {left} s
    </span>
  );
}
