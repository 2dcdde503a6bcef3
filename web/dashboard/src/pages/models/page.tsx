import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type Model, modelsQuery } from '@/api/models';
import { type Panel, panelsQuery } from '@/api/panels';
import { Page } from '@/shell/page';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { WaitingRows } from '@/ui/waiting';
import { modelWords as words } from '@/words/models';
import { say } from '@/words/problems';
import { ModelList } from './model-list';
import { ModelView } from './model-view';

export function ModelsPage() {
  const { model: asked } = useSearch({ from: '/in/models' });
  const models = useQuery(modelsQuery);
  const panels = useQuery(panelsQuery);
  const fault = models.error ?? panels.error;
  return (
    <Page title={words.title}>
      {fault ? (
        <div className="p-4">
          <Note tone="overdue" title={say(fault).title} alert>
            {say(fault).text}
          </Note>
        </div>
      ) : models.data && panels.data ? (
        <Models models={models.data} panels={panels.data} asked={asked} />
      ) : (
        <WaitingRows />
      )}
    </Page>
  );
}

interface ModelsProps {
  models: readonly Model[];
  panels: readonly Panel[];
  asked: string | undefined;
}

function Models({ models, panels, asked }: ModelsProps) {
  const chosen =
    models.find(({ id }) => id === asked) ?? models.find(({ active }) => active) ?? models.at(-1);
  return (
    <div className="flex min-h-0 grow max-wide:flex-col max-wide:overflow-auto">
      <ModelList panels={panels} models={models} chosen={chosen?.id} />
      <section
        key={chosen?.id}
        aria-label={words.chosen}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long card is scrolled by keyboard too.
        tabIndex={0}
        className="grow overflow-auto -outline-offset-2 max-wide:overflow-visible"
      >
        {chosen ? (
          <ModelView
            model={chosen}
            panel={panels.find(({ id }) => id === chosen.panel)}
            active={models.find(({ panel, active }) => active && panel === chosen.panel)}
          />
        ) : (
          <Empty>{words.nothing}</Empty>
        )}
      </section>
    </div>
  );
}
