import type { Stats } from '@/api/stats';
import { paths } from '@/paths';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard } from './chart-card';
import { Lead } from './lead';
import { wilson } from './rates';

const words = overviewWords.decisions;

/** What somebody should look into, each rate with what it is of and its interval. */
export function DecisionsCard({ panel, figures }: { panel: string; figures: Stats['decisions'] }) {
  const own = figures.find((one) => one.panel === panel) ?? NONE;
  const abstention = (label: 'uncertain' | 'unsuitable' | 'other') => ({
    name: words[label],
    part: own[label],
    all: own.verdicts,
    of: words.ofVerdicts(own.verdicts),
    search: { panel, verdict: label },
  });
  const rows = [
    {
      name: words.outside,
      part: own.outside,
      all: own.predicted,
      of: words.ofPredicted(own.predicted),
      search: { panel, inside: false },
    },
    {
      name: words.disagree,
      part: own.disagreements,
      all: own.compared,
      of: words.ofClassed(own.compared),
      search: { panel, disagrees: true },
    },
    abstention('uncertain'),
    abstention('other'),
    abstention('unsuitable'),
  ];
  return (
    <ChartCard
      title={words.title}
      aside={words.aside}
      chart={
        <ul>
          {rows.map(({ name, part, all, of, search }) => (
            <li key={name} className="border-b border-line last:border-0">
              <Lead
                to={paths.images}
                search={search}
                className="flex min-h-[38px] flex-wrap items-center gap-x-3 px-3.5 py-1 text-ink -outline-offset-2 hover:no-underline [a&]:hover:bg-hover"
              >
                <span className="min-w-40 grow basis-40">{name}</span>
                <b className="font-semibold">{count(part)}</b>
                <span className="w-40 text-small text-ink-3">{of}</span>
                <span className="w-28 text-right text-small text-ink-3">{rateOf(part, all)}</span>
              </Lead>
            </li>
          ))}
        </ul>
      }
    />
  );
}

const NONE = {
  predicted: 0,
  outside: 0,
  verdicts: 0,
  uncertain: 0,
  other: 0,
  unsuitable: 0,
  compared: 0,
  disagreements: 0,
};

/** A rate with its interval; a word where there is nothing that it would be of. */
export function rateOf(part: number, all: number): string {
  const interval = wilson(part, all);
  if (!interval) return overviewWords.noRate;
  const between = overviewWords.interval(interval.from, interval.to);
  return `${(part / all).toFixed(2)} (${between})`;
}
