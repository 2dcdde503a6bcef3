import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Panel, usePanels } from '@/api/panels';
import { useRole } from '@/api/session';
import { type Stats, statsQuery } from '@/api/stats';
import { Page } from '@/shell/page';
import { FilterBar } from '@/ui/bar';
import { FilterChip } from '@/ui/filter-chip';
import { Note } from '@/ui/note';
import { Segmented } from '@/ui/segmented';
import { WaitingRows } from '@/ui/waiting';
import { overviewWords as words } from '@/words/overview';
import { say } from '@/words/problems';
import { AgreementCard } from './agreement-card';
import { CasesCard } from './cases-card';
import { ClassesCard } from './classes-card';
import { DayChart } from './day-chart';
import { DecisionsCard } from './decisions-card';
import { byDay, matrixOf } from './figures';
import { KeyFigures } from './key-figures';
import { MatrixCard } from './matrix-card';
import { PredictedCard } from './predicted-card';
import { DAYS, type Days, type OverviewSearch } from './search';
import { TurnaroundCard } from './turnaround-card';

export function OverviewPage() {
  const search = useSearch({ from: '/in/overview' });
  const navigate = useNavigate({ from: '/overview' });
  const mayOpen = useRole('technologist', 'hematologist', 'admin');
  const days = search.days ?? 'd14';
  const panels = [...usePanels().values()];
  const { data: stats, error } = useQuery({
    ...statsQuery(DAYS[days]),
    placeholderData: keepPreviousData,
  });
  const set = (change: Partial<OverviewSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page title={words.title} live status={mayOpen && words.hint}>
      <FilterBar>
        <Segmented
          label={words.days.label}
          value={days}
          options={(Object.keys(DAYS) as Days[]).map((value) => ({
            value,
            label: words.days[value],
          }))}
          onChange={(value) => set({ days: value === 'd14' ? undefined : value })}
        />
        <FilterChip
          label={words.panel.label}
          any={words.panel.all}
          value={search.panel}
          options={panels.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(panel) => set({ panel })}
        />
      </FilterBar>
      <div className="min-h-0 grow overflow-auto p-4 max-rail:p-3">
        {error && (
          <Note tone="overdue" title={say(error).title} alert>
            {say(error).text}
          </Note>
        )}
        {!stats && !error && <WaitingRows />}
        {stats && <Figures stats={stats} search={search} panels={panels} days={DAYS[days]} />}
      </div>
    </Page>
  );
}

interface FiguresProps {
  stats: Stats;
  search: OverviewSearch;
  panels: readonly Panel[];
  days: number;
}

function Figures({ stats, search, panels, days }: FiguresProps) {
  const today = stats.period.to;
  // Classes are those of one panel: the one asked for, or the one most is read of.
  const panel = panels.find(({ id }) => id === (search.panel ?? busiest(stats)));
  const shown = panels.find(({ id }) => id === search.panel)?.title ?? words.panel.all;
  const inDays = byDay(stats.days, days, today, search.panel);
  const matrix = panel && matrixOf(stats.agreement, panel.labels, panel.id, panel.active_model);
  return (
    <div className="grid content-start gap-3 wide:grid-cols-[minmax(0,1.06fr)_minmax(0,1fr)]">
      <KeyFigures stats={stats} days={byDay(stats.days, days, today, undefined)} />
      <div className="flex min-w-0 flex-col gap-3">
        {panel && (
          <PredictedCard
            panel={panel}
            figures={stats.predicted}
            days={inDays.map(({ day }) => day)}
          />
        )}
        <DayChart days={inDays} title={shown} panel={search.panel} />
        <CasesCard figures={stats.cases_by_day} />
        <TurnaroundCard turnaround={stats.turnaround} since={words.since(days)} />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        {panel && matrix && <MatrixCard panel={panel} matrix={matrix} />}
        {panel && <AgreementCard panel={panel} figures={stats.readings} />}
        {panel && <DecisionsCard panel={panel.id} figures={stats.decisions} />}
        {panel && <ClassesCard panel={panel} figures={stats.labels} />}
      </div>
    </div>
  );
}

const busiest = ({ images }: Stats): string | undefined =>
  images.toSorted((a, b) => b.verified + b.unverified - a.verified - a.unverified)[0]?.panel;
