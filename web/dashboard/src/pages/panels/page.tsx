import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Model, modelsQuery } from '@/api/models';
import { type Panel, panelsQuery } from '@/api/panels';
import { useRole } from '@/api/session';
import { Page } from '@/shell/page';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { Tag } from '@/ui/tag';
import { WaitingRows } from '@/ui/waiting';
import { probability } from '@/words/numbers';
import { panelWords as words } from '@/words/panels';
import { say } from '@/words/problems';
import { ClassTable } from './class-table';
import { classesOf } from './classes';
import { ReviseDialog } from './revise-dialog';

export function PanelsPage() {
  const panels = useQuery(panelsQuery);
  const models = useQuery(modelsQuery);
  const fault = panels.error ?? models.error;
  return (
    <Page title={words.title}>
      <section
        aria-label={words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the page is scrolled by keyboard too.
        tabIndex={0}
        className="min-h-0 grow overflow-auto -outline-offset-2"
      >
        {fault && (
          <div className="p-4">
            <Note tone="overdue" title={say(fault).title} alert>
              {say(fault).text}
            </Note>
          </div>
        )}
        {panels.data && models.data ? (
          <Panels panels={panels.data} models={models.data} />
        ) : (
          !fault && <WaitingRows />
        )}
      </section>
    </Page>
  );
}

function Panels({ panels, models }: { panels: readonly Panel[]; models: readonly Model[] }) {
  if (panels.length === 0) return <Empty>{words.nothing}</Empty>;
  return (
    <div className="flex max-w-[860px] flex-col gap-7 p-4">
      <p className="text-ink-2">
        {words.always} {words.criticalSays}
      </p>
      {panels.map((panel) => (
        <PanelPart
          key={panel.id}
          panel={panel}
          model={models.find(({ id }) => id === panel.active_model)}
        />
      ))}
    </div>
  );
}

function PanelPart({ panel, model }: { panel: Panel; model: Model | undefined }) {
  const phone = usePhone();
  const revises = useRole('admin') && !phone;
  const [revising, setRevising] = useState(false);
  const critical = panel.labels.some((label) => label.critical && !label.retired);
  return (
    <section aria-labelledby={panel.id} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={panel.id} className="text-id">
          {panel.title}
        </h2>
        <p className="text-small text-ink-3">
          {words.units[panel.unit]} {words.version(panel.version)}.
        </p>
        {panel.blind && <Tag>{words.blind}</Tag>}
        {revises && (
          <Button small className="ml-auto" onClick={() => setRevising(true)}>
            {words.revise.open}
          </Button>
        )}
      </div>
      <p className="text-small text-ink-2">
        {model ? (
          <>
            {words.predicts}{' '}
            <Link to="/models" search={{ model: model.id }}>
              {model.name}
            </Link>
          </>
        ) : (
          words.noModel
        )}{' '}
        {critical && words.suspectedFrom(probability(panel.critical_threshold))}
      </p>
      <ClassTable
        label={words.table(panel.title)}
        classes={classesOf(panel, model?.labels)}
        hasModel={model !== undefined}
      />
      {revising && <ReviseDialog panel={panel} onClose={() => setRevising(false)} />}
    </section>
  );
}
