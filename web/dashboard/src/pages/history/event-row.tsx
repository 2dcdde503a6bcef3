import type { Entry } from '@/api/history';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { historyWords as words } from '@/words/history';
import { count } from '@/words/numbers';
import { atSecond, when } from '@/words/time';
import { imageOf, piecesOf } from './telling';

interface EventRowProps {
  entry: Entry;
  files: ReadonlyMap<string, string>;
  current: boolean;
  future: boolean;
  raw: boolean;
  onRaw: () => void;
  onGo: () => void;
}

/** One event in plain words, by whom and when; raw on demand. */
export function EventRow({ entry, files, current, future, raw, onRaw, onGo }: EventRowProps) {
  const { at, actor, summary, type, position } = entry;
  const today = new Date(at).toDateString() === new Date().toDateString();
  const file = files.get(imageOf(entry) ?? '');
  const isUpload = type === 'ImageUploaded';
  const small = [type, !isUpload && file, words.position(count(position))].filter(Boolean);
  return (
    <div
      aria-current={current || undefined}
      className={cx(
        'flex items-start gap-2.5 border-b border-line px-4 py-2',
        current && 'bg-accent-soft shadow-[inset_2px_0_var(--accent)]',
        future && 'hatched text-ink-3',
      )}
    >
      <time
        dateTime={at}
        className="w-[58px] flex-none text-small leading-[22px] whitespace-nowrap text-ink-3"
        title={when(at)}
      >
        {today ? atSecond(at) : when(at).split(' ').slice(0, 2).join(' ')}
      </time>
      <Actor entry={entry} />
      <div className="min-w-0 grow">
        <button
          type="button"
          title={words.stepHere}
          onClick={onGo}
          className="block min-h-6 w-full text-left"
        >
          {piecesOf(summary).map(({ text, strong }, place) =>
            strong ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have their places.
              <b key={place} className="font-semibold">
                {text}
              </b>
            ) : (
              text
            ),
          )}
          <span className="sr-only">, {actor.name}</span>
        </button>
        <div className="text-small text-ink-3">{small.join(' · ')}</div>
        {raw && !entry.blind && (
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long event is scrolled by keyboard too.
            tabIndex={0}
            className="mt-2 max-h-[360px] overflow-auto rounded-box border border-line-strong bg-panel px-2.5 py-2 font-mono text-raw text-ink"
          >
            {JSON.stringify(entry, null, 2)}
          </pre>
        )}
      </div>
      {!entry.blind && (
        <Button small look="quiet" aria-expanded={raw} onClick={onRaw}>
          {raw ? words.hideRaw : words.raw}
        </Button>
      )}
    </div>
  );
}

function Actor({ entry: { actor } }: { entry: Entry }) {
  if (actor.kind === 'person')
    return (
      <span title={actor.name}>
        <Avatar name={actor.name} />
      </span>
    );
  return (
    <span
      title={[actor.name, actor.version].filter(Boolean).join(' ')}
      className="grid size-6 flex-none place-items-center rounded-tag border border-dashed border-line-strong bg-sunk text-ink-3"
    >
      <Icon name="operations" size={14} />
    </span>
  );
}
