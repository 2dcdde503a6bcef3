import { capsOf } from '@/keys/chord';
import { cx } from './cx';

/** The caps of a way of keys, small, beside what they do. Drawn only: the words carry the meaning. */
export function Kbd({ keys, on }: { keys: string; on?: boolean }) {
  return (
    <span aria-hidden="true" className="inline-flex flex-none gap-1 max-rail:hidden">
      {capsOf(keys).map((cap, place) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: the same cap may come twice.
          key={place}
          className={cx(
            'inline-grid h-[18px] min-w-[18px] place-items-center rounded-tag border px-1 font-sans text-label leading-none font-medium',
            on ? 'border-current/45 text-current' : 'border-line-strong bg-panel text-ink-3',
          )}
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
