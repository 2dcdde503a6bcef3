import { Link } from '@tanstack/react-router';
import { useReplayParked } from '@/api/operations';
import { paths } from '@/paths';
import { Button, buttonLook } from '@/ui/button';
import { toast, toastFault } from '@/ui/toast-store';
import { operationsWords } from '@/words/operations';
import { say } from '@/words/problems';
import { type ParkedEvent, subjectOf } from './parked';
import { Section } from './section';

const words = operationsWords.parked;

/** Events put aside, each with why, and how it is tried again. */
export function ParkedList({ events }: { events: readonly ParkedEvent[] }) {
  const replay = useReplayParked();
  const again = (id: string) =>
    replay.mutate(id, {
      onSuccess: ({ functions }) => toast({ title: words.done(functions) }),
      onError: (fault) => toastFault(say(fault)),
    });
  const allAgain = async () => {
    let done = 0;
    try {
      for (const { id } of events) {
        await replay.mutateAsync(id);
        done += 1;
      }
    } catch (fault) {
      toastFault(say(fault));
    }
    if (done > 0) toast({ title: words.allDone(done) });
  };
  return (
    <Section
      title={words.title}
      says={words.says}
      action={
        events.length > 1 && (
          <Button small disabled={replay.isPending} onClick={() => void allAgain()}>
            {words.allAgain(events.length)}
          </Button>
        )
      }
    >
      <ul className="rounded-box border border-line">
        {events.map((event) => (
          <li key={event.id} className="border-b border-line px-3 py-2.5 last:border-0">
            <Event event={event} busy={replay.isPending} onAgain={() => again(event.id)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface EventProps {
  event: ParkedEvent;
  busy: boolean;
  onAgain: () => void;
}

function Event({ event, busy, onAgain }: EventProps) {
  const { type, stream, functions, retries, parked_at, reason } = event;
  const subject = subjectOf(stream);
  const by = words.by(functions.map(operationsWords.functions.names));
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p>
          <b className="font-semibold">{by}</b> <span className="font-mono text-raw">{type}</span>{' '}
          <span className="text-small text-ink-3">
            {words.tried(retries)}, {words.since(parked_at)}
          </span>
        </p>
        <p className="break-words text-ink-2">{reason}</p>
        <p className="font-mono text-raw break-all text-ink-3">{stream}</p>
      </div>
      <span className="flex gap-2">
        {subject && (
          <Link to={paths.history(subject.kind, subject.id)} className={buttonLook('quiet', true)}>
            {words.history}
          </Link>
        )}
        <Button small disabled={busy} onClick={onAgain}>
          {words.again}
        </Button>
      </span>
    </div>
  );
}
