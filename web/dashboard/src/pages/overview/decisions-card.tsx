import type { Stats } from '@/api/stats';
import { paths } from '@/paths';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard } from './chart-card';
import type { Matrix } from './figures';
import { Lead } from './lead';
import { sum, wilson } from './rates';

const words = overviewWords.decisions;

interface DecisionsCardProps {
  panel: string;
  labels: Stats['labels'];
  matrix: Matrix;
}

/** What somebody should look into, each rate with what it is of and its interval. */
export function DecisionsCard({ panel, labels, matrix }: DecisionsCardProps) {
  const own = labels.filter((one) => one.panel === panel);
  const verdicts = sum(own.map((one) => one.verdicts));
  const given = (label: string) => own.find((one) => one.label === label)?.verdicts ?? 0;
  const abstention = (label: 'uncertain' | 'unsuitable' | 'other') => ({
    name: words[label],
    part: given(label),
    all: verdicts,
    of: words.ofVerdicts(verdicts),
    search: { panel, verdict: label },
  });
  const rows = [
    {
      name: words.disagree,
      part: matrix.total - matrix.agreed,
      all: matrix.total,
      of: words.ofClassed(matrix.total),
      search: { panel, disagrees: true },
    },
    abstention('uncertain'),
    abstention('other'),
    abstention('unsuitable'),
  ];
  return (
    <ChartCard
      title={words.title}
      chart={
        <ul>
          {rows.map(({ name, part, all, of, search }) => (
            <li key={name} className="border-b border-line last:border-0">
              <Lead
                to={paths.images}
                search={search}
                className="flex min-h-[38px] items-center gap-3 px-3.5 text-ink -outline-offset-2 hover:no-underline [a&]:hover:bg-hover"
              >
                <span className="min-w-0 grow truncate">{name}</span>
                <b className="font-semibold">{count(part)}</b>
                <span className="w-44 text-small text-ink-3">{of}</span>
                <span className="w-28 text-right text-small text-ink-3">{rateOf(part, all)}</span>
              </Lead>
            </li>
          ))}
        </ul>
      }
    />
  );
}

function rateOf(part: number, all: number): string {
  const interval = wilson(part, all);
  if (!interval) return overviewWords.percent(part, all);
  const between = overviewWords.interval(interval.from, interval.to);
  return `${(part / all).toFixed(2)} (${between})`;
}
