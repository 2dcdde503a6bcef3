import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Model, modelsQuery } from '@/api/models';
import { type Panel, panelsQuery } from '@/api/panels';
import { Page } from '@/shell/page';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { WaitingRows } from '@/ui/waiting';
import { panelWords as words } from '@/words/panels';
import { say } from '@/words/problems';
import { ClassTable } from './class-table';
import { classesOf } from './classes';

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
  return (
    <section aria-labelledby={panel.id} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={panel.id} className="text-id">
          {panel.title}
        </h2>
        <p className="text-small text-ink-3">
          {words.units[panel.unit]} {words.version(panel.version)}.
        </p>
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
        )}
      </p>
      <ClassTable
        label={words.table(panel.title)}
        classes={classesOf(panel, model?.labels)}
        hasModel={model !== undefined}
      />
    </section>
  );
}
