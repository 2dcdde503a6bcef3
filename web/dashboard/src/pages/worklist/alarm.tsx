import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Case, ListedCase } from '@/api/cases';
import { type Panel, usePanels } from '@/api/panels';
import { useRole } from '@/api/session';
import { paths } from '@/paths';
import { Button } from '@/ui/button';
import { Icon } from '@/ui/icon';
import { blood } from '@/words/blood';
import { when } from '@/words/time';
import { worklistWords } from '@/words/worklist';

const words = worklistWords.alarm;
const NotifyDialog = lazy(async () => ({
  default: (await import('./notify-dialog')).NotifyDialog,
}));

/** The critical finding that has waited longest for somebody to be told, and the way to record it. */
export function Alarm({ one }: { one: ListedCase }) {
  const [telling, setTelling] = useState(false);
  const tells = useRole('hematologist', 'technologist');
  const panels = usePanels();
  const finding = one.alarm?.findings[0];
  return (
    <span className="flex items-center gap-2 text-critical">
      <Icon name="triangle" size={14} />
      <Link to={paths.case(one.id)} className="flex flex-none gap-2 text-critical">
        <b>{one.patient_number}</b>
        {one.accession ?? blood.noAccession}
      </Link>
      <span className="truncate">
        {finding && whatOf(finding, panels)}
        {one.alarm && `, ${words.since(when(one.alarm.since))}`}
      </span>
      {tells && (
        <Button small onClick={() => setTelling(true)}>
          {words.tell}
        </Button>
      )}
      {telling && (
        <Suspense>
          <NotifyDialog one={one} onClose={() => setTelling(false)} />
        </Suspense>
      )}
    </span>
  );
}

type Finding = NonNullable<Case['alarm']>['findings'][number];

function whatOf(finding: Finding, panels: ReadonlyMap<string, Panel>): string {
  if (finding.finding) return finding.finding;
  const labels = [...panels.values()].flatMap((panel) => panel.labels);
  const name = labels.find(({ id }) => id === finding.label)?.name ?? finding.label ?? '';
  return finding.kind === 'suspected' ? words.suspected(name) : words.verdict(name);
}
