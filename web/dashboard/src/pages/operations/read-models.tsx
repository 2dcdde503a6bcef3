import type { ReadModel } from '@/api/operations';
import { Tag } from '@/ui/tag';
import { operationsWords } from '@/words/operations';
import { Figures, Section } from './section';

const words = operationsWords.readModels;

export function ReadModels({ models }: { models: readonly ReadModel[] }) {
  return (
    <Section title={words.title} says={words.says}>
      <Figures
        label={words.table}
        columns={[
          { name: words.name },
          { name: words.state },
          { name: words.position, numeric: true },
        ]}
        rows={models.map((model) => ({
          key: model.name,
          cells: [
            words.names(model.name),
            <State key="state" model={model} />,
            operationsWords.position(model.position),
          ],
        }))}
      />
    </Section>
  );
}

function State({ model: { lag, caught_up } }: { model: ReadModel }) {
  if (lag > 0)
    return (
      <Tag tone="overdue" icon="clock">
        {words.behind(lag)}
      </Tag>
    );
  return caught_up ? words.current : <Tag>{words.catchingUp}</Tag>;
}
