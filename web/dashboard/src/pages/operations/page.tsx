import { useQuery } from '@tanstack/react-query';
import { type Operations, operationsQuery } from '@/api/operations';
import { Page } from '@/shell/page';
import { Note } from '@/ui/note';
import { WaitingRows } from '@/ui/waiting';
import { operationsWords as words } from '@/words/operations';
import { say } from '@/words/problems';
import { Functions } from './functions';
import { parkedEvents } from './parked';
import { ParkedList } from './parked-list';
import { ReadModels } from './read-models';

export function OperationsPage() {
  const { data, error, dataUpdatedAt } = useQuery(operationsQuery);
  return (
    <Page title={words.title} status={data && words.readAt(dataUpdatedAt)}>
      <section
        aria-label={words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the page is scrolled by keyboard too.
        tabIndex={0}
        className="min-h-0 grow overflow-auto -outline-offset-2"
      >
        <div className="flex max-w-[1100px] flex-col gap-6 p-4">
          {error && (
            <Note tone="overdue" title={say(error).title} alert>
              {say(error).text}
            </Note>
          )}
          {data ? <Parts operations={data} /> : !error && <WaitingRows />}
        </div>
      </section>
    </Page>
  );
}

function Parts({ operations: { projections, functions } }: { operations: Operations }) {
  const events = parkedEvents(functions);
  const { read_models, rebuilding, stopped } = projections;
  const behind = rebuilding || stopped || read_models.some(({ lag }) => lag > 0);
  return (
    <>
      {stopped && (
        <Note tone="overdue" title={words.stopped.title} alert>
          {words.stopped.says(stopped)}
        </Note>
      )}
      {rebuilding && <Note title={words.rebuilding.title}>{words.rebuilding.says}</Note>}
      {events.length > 0 ? (
        <ParkedList events={events} />
      ) : (
        <p className="text-ink-2">{behind ? words.nothing : words.well}</p>
      )}
      <div className="grid grid-cols-2 items-start gap-6 max-wide:grid-cols-1">
        <Functions queues={functions} />
        <ReadModels models={read_models} />
      </div>
    </>
  );
}
