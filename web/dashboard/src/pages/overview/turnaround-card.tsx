import type { Turnaround } from '@/api/stats';
import { paths } from '@/paths';
import { blood } from '@/words/blood';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { hours } from './figures';
import { Lead } from './lead';

const words = overviewWords.turnaround;

/** How long cases took, by priority, with how many they were. A priority leads to its concluded cases. */
export function TurnaroundCard({
  turnaround,
  since,
}: {
  turnaround: readonly Turnaround[];
  since: string;
}) {
  const time = (seconds: number | null | undefined) =>
    seconds == null ? <span className="text-ink-3">{words.none}</span> : hours(seconds);
  return (
    <ChartCard
      title={words.title}
      aside={`${words.aside}, ${since}`}
      chart={
        <FigureTable
          label={words.title}
          columns={[words.priority, words.cases, words.median, words.p90]}
          rows={turnaround.map(({ priority, count: cases, p50_s, p90_s }) => ({
            key: priority,
            cells: [
              <Lead key="lead" to={paths.cases} search={{ status: 'concluded', priority }}>
                {blood.priorities[priority] ?? priority}
              </Lead>,
              count(cases),
              <b key="median" className="font-semibold">
                {time(p50_s)}
              </b>,
              time(p90_s),
            ],
          }))}
        />
      }
    />
  );
}
