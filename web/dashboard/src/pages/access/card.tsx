import type { Access } from '@/api/access';
import { saidOf } from '@/words/access';
import { when } from '@/words/time';
import { KindTag, nameOf } from './columns';

/** A line of the record where the screen is a phone's. */
export const Card = ({ line }: { line: Access }) => (
  <div className="flex items-center gap-3">
    <div className="min-w-0 grow">
      <div className="truncate font-semibold">{nameOf(line)}</div>
      <div className="truncate text-small text-ink-3">
        {when(line.at)} · {saidOf(line)}
      </div>
    </div>
    <KindTag kind={line.kind} />
  </div>
);
