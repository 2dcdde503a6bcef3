import { Link } from '@tanstack/react-router';
import type { Model } from '@/api/models';
import type { Panel } from '@/api/panels';
import { cx } from '@/ui/cx';
import { Tag } from '@/ui/tag';
import { modelWords as words } from '@/words/models';
import { onDay } from '@/words/time';

interface ModelListProps {
  panels: readonly Panel[];
  models: readonly Model[];
  chosen: string | undefined;
}

/** Each panel with the models made for it, and which of them predicts. */
export function ModelList({ panels, models, chosen }: ModelListProps) {
  return (
    <nav
      aria-label={words.packs}
      className="flex w-[300px] flex-none flex-col gap-4 overflow-auto border-r border-line p-4 max-wide:w-auto max-wide:overflow-visible max-wide:border-r-0 max-wide:border-b"
    >
      {panels.map((panel) => {
        const own = models.filter((model) => model.panel === panel.id);
        return (
          <section key={panel.id} aria-labelledby={`panel-${panel.id}`}>
            <h2 id={`panel-${panel.id}`} className="pb-1.5">
              {panel.title}
            </h2>
            {own.length === 0 && <p className="text-small text-ink-3">{words.noPack}</p>}
            {own.length > 0 && !panel.active_model && (
              <p className="pb-1.5 text-small text-overdue">{words.none}</p>
            )}
            <ul className="flex flex-col gap-1">
              {own.map((model) => (
                <li key={model.id}>
                  <ModelLink model={model} here={model.id === chosen} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function ModelLink({ model, here }: { model: Model; here: boolean }) {
  return (
    <Link
      to="/models"
      search={{ model: model.id }}
      replace
      aria-current={here ? 'true' : undefined}
      className={cx(
        'flex items-center gap-2 rounded-box px-2.5 py-1.5 text-ink hover:bg-hover hover:no-underline max-rail:min-h-11',
        here && 'bg-accent-soft shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      <span className="min-w-0 grow">
        <span className="block truncate font-medium" title={model.name}>
          {model.name}
        </span>
        <span className="block text-small text-ink-3">{onDay(model.registered_at)}</span>
      </span>
      {model.active && <Tag>{words.active}</Tag>}
    </Link>
  );
}
