import { type ReactNode, useMemo } from 'react';
import type { Model } from '@/api/models';
import type { Panel } from '@/api/panels';
import { useMe } from '@/api/session';
import { ClassSwatch } from '@/blood/class-swatch';
import { Markdown } from '@/ui/markdown/markdown';
import { Note } from '@/ui/note';
import { Tag } from '@/ui/tag';
import { modelWords as words } from '@/words/models';
import { onDay } from '@/words/time';
import { Answers } from './answers';
import { partsOf } from './card-parts';
import { MatrixTable } from './matrix-table';
import { ModelActions } from './model-actions';

interface ModelViewProps {
  model: Model;
  panel: Panel | undefined;
  active: Model | undefined;
}

/** One model: what is told with its answers, what it is, and its whole card. */
export function ModelView({ model, panel, active }: ModelViewProps) {
  const admin = useMe().role === 'admin';
  const title = panel?.title ?? model.panel;
  return (
    <div className="flex max-w-[860px] flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center gap-2.5">
        <h2 className="text-title break-all">{model.name}</h2>
        {model.active && <Tag>{words.active}</Tag>}
        <span className="ml-auto">
          {admin && <ModelActions key={model.id} model={model} panel={title} active={active} />}
        </span>
      </div>
      <Note title={words.statement}>{model.statement}</Note>
      {panel && panel.version !== model.panel_version && (
        <Note tone="overdue" title={words.older.title}>
          {words.older.says(model.panel_version, panel.version)}
        </Note>
      )}
      <ModelFacts model={model} panel={panel} />
      <Answers model={model} />
      <Card model={model} panel={panel} />
    </div>
  );
}

function ModelFacts({ model, panel }: Pick<ModelViewProps, 'model' | 'panel'>) {
  const facts: [string, ReactNode][] = [
    [words.facts.panel, words.panelVersion(panel?.title ?? model.panel, model.panel_version)],
    [words.facts.labels, <Classes key="classes" model={model} panel={panel} />],
    [words.facts.network, model.architecture],
    [words.facts.licence, model.licence],
    [words.facts.since, onDay(model.registered_at)],
    [
      words.facts.digest,
      <span key="digest" className="font-mono text-raw break-all">
        {model.id}
      </span>,
    ],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The classes that it knows, in the panel's order. */
function Classes({ model, panel }: Pick<ModelViewProps, 'model' | 'panel'>) {
  if (!panel) return model.labels.join(', ');
  return (
    <span className="flex flex-wrap gap-x-3.5 gap-y-1">
      {panel.labels
        .filter(({ id }) => model.labels.includes(id))
        .map(({ id, name, code }) => (
          <span key={id} className="inline-flex items-center gap-1.5">
            <ClassSwatch code={code} />
            {name}
          </span>
        ))}
    </span>
  );
}

function Card({ model, panel }: Pick<ModelViewProps, 'model' | 'panel'>) {
  const parts = useMemo(() => partsOf(model.card), [model.card]);
  return (
    <section aria-label={words.card} className="flex flex-col gap-3 border-t border-line pt-4">
      <h3>{words.card}</h3>
      {parts.length === 0 && <p>{words.noCard}</p>}
      {parts.map((part, place) =>
        part.kind === 'text' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a card's parts are known by their place.
          <Markdown key={place} text={part.text} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a card's parts are known by their place.
          <MatrixTable key={place} matrix={part.matrix} labels={panel?.labels ?? []} />
        ),
      )}
    </section>
  );
}
