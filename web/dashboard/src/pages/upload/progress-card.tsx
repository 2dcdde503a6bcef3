import { Link } from '@tanstack/react-router';
import { useLiveState } from '@/api/live';
import { session } from '@/api/session-store';
import { paths } from '@/paths';
import { useStore } from '@/store';
import { Button, buttonLook } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { Note } from '@/ui/note';
import { Progress } from '@/ui/progress';
import { about } from '@/words/bytes';
import { count } from '@/words/numbers';
import { uploadWords } from '@/words/upload';
import { Card } from './card';
import type { Figures } from './figures';
import { cleared, paused, type Queue, retried } from './queue';
import { change } from './runner';

const words = uploadWords.progress;

interface ProgressCardProps {
  queue: Queue;
  figures: Figures;
  /** Bytes a second, when anything moves. */
  rate: number | null;
  caseId: string | undefined;
}

/** How far all of it is, and what can be done about it. */
export function ProgressCard({ queue, figures, rate, caseId }: ProgressCardProps) {
  const { state } = useStore(session);
  useLiveState();
  const open = figures.all - figures.ended;
  const held =
    open > 0 && queue.files.some(({ losses, state }) => losses > 0 && state === 'waiting');
  const seconds = rate && open > 0 ? (figures.allBytes - figures.sentBytes) / rate : null;
  const said = [
    figures.refused > 0 && words.refused(figures.refused),
    figures.failed > 0 && words.failed(figures.failed),
    figures.duplicate > 0 && words.here(figures.duplicate),
    queue.paused && open > 0 && words.paused,
    seconds !== null && !queue.paused && !held && words.left(about(seconds)),
  ].filter((part) => part !== false);
  const uploaded = figures.stored + figures.duplicate;
  return (
    <Card
      title={words.title(count(uploaded), count(figures.all))}
      note={words.said(said)}
      className="flex-none"
      actions={
        <>
          {open > 0 && (
            <Button small onClick={() => change((now) => paused(now, !now.paused))}>
              <Icon name={queue.paused ? 'play' : 'pause'} size={14} />
              {queue.paused ? words.goOn : words.pause}
            </Button>
          )}
          {(figures.failed > 0 || held) && (
            <Button small onClick={() => change(retried)}>
              <Icon name="undo" size={14} />
              {figures.failed > 0 ? words.retry : words.retryNow}
            </Button>
          )}
          {figures.ended > 0 && (
            <Button small look="quiet" onClick={() => change(cleared)}>
              {words.clear}
            </Button>
          )}
          {open === 0 && caseId && (
            <Link to={paths.case(caseId)} className={buttonLook('primary', true)}>
              {words.open}
            </Link>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-2 px-3.5 py-3">
        <Progress
          label={words.label}
          done={figures.sentBytes}
          of={figures.allBytes}
          className="h-2.5"
        />
        <FigureLine figures={figures} open={open > 0} />
        {held && state === 'in' && <Note tone="overdue" title={words.held} alert />}
        {open > 0 && state === 'ended' && <Note tone="overdue" title={words.ended} />}
      </div>
    </Card>
  );
}

function FigureLine({ figures, open }: { figures: Figures; open: boolean }) {
  const names = uploadWords.figures;
  return (
    <div className="flex flex-wrap gap-x-[18px] gap-y-1 text-small text-ink-3">
      <Figure value={figures.stored + figures.duplicate} name={names.uploaded} />
      <Figure value={figures.read} name={names.read} />
      <Figure value={figures.sending} name={names.sending} />
      <Figure value={figures.waiting} name={names.waiting} />
      {figures.refused > 0 && <Figure value={figures.refused} name={names.refused} amber />}
      {figures.failed > 0 && <Figure value={figures.failed} name={names.failed} amber />}
      {figures.duplicate > 0 && (
        <Figure value={figures.duplicate} name={names.duplicate(figures.duplicate)} />
      )}
      {open && <span className="ml-auto max-rail:ml-0">{words.stay}</span>}
    </div>
  );
}

function Figure({ value, name, amber }: { value: number; name: string; amber?: boolean }) {
  return (
    <span className={cx(amber && 'text-overdue')}>
      <b className={cx('font-semibold', !amber && 'text-ink')}>{count(value)}</b> {name}
    </span>
  );
}
