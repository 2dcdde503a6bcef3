import type { Queue } from '@/api/operations';
import { cx } from '@/ui/cx';
import { Tag } from '@/ui/tag';
import { count } from '@/words/numbers';
import { operationsWords } from '@/words/operations';
import { Figures, Section } from './section';

const words = operationsWords.functions;

export function Functions({ queues }: { queues: readonly Queue[] }) {
  return (
    <Section title={words.title} says={words.says}>
      <Figures
        label={words.table}
        columns={[
          { name: words.name },
          { name: words.inFlight, numeric: true },
          { name: words.parked, numeric: true },
          { name: words.position, numeric: true },
        ]}
        rows={queues.map(({ name, in_flight, parked, position }) => ({
          key: name,
          cells: [
            <span key="name">
              {words.names(name)}
              <span className="block text-small text-ink-3">{words.does(name)}</span>
            </span>,
            <span key="under-way" className={cx(in_flight === 0 && 'text-ink-3')}>
              {count(in_flight)}
            </span>,
            parked.length > 0 ? (
              <Tag key="parked" tone="overdue" icon="triangle">
                {count(parked.length)}
              </Tag>
            ) : (
              <span key="parked" className="text-ink-3">
                {count(0)}
              </span>
            ),
            operationsWords.position(position),
          ],
        }))}
      />
    </Section>
  );
}
