import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type Case, caseQuery } from '@/api/cases';
import { panelsQuery } from '@/api/panels';
import { type Patient, patientQuery } from '@/api/patients';
import { Problem } from '@/api/problem';
import { IdentityBar } from '@/blood/identity-bar';
import { CaseMenu } from '@/pages/cases/case-menu';
import { paths } from '@/paths';
import { LiveState } from '@/shell/live-state';
import { Page } from '@/shell/page';
import { printSheet } from '@/shell/printing';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { Tabs } from '@/ui/tabs';
import { Tag } from '@/ui/tag';
import { WaitingRows } from '@/ui/waiting';
import { blood } from '@/words/blood';
import { caseWords as words } from '@/words/case';
import { count } from '@/words/numbers';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';
import { age, dueIn, when } from '@/words/time';
import { CaseSheet } from './case-sheet';
import { Claim } from './claim';
import { ConclusionTab } from './conclusion-tab';
import { FactsTab } from './facts-tab';
import { ImagesTab } from './images-tab';
import type { CaseSearch, Tab } from './search';
import { useCaseImages } from './use-case-images';
import { Withdrawn } from './withdrawn';

export function CasePage() {
  const { id } = useParams({ from: '/in/cases/$id' });
  const one = useQuery(caseQuery(id));
  const patientId = one.data?.patient_id;
  const patient = useQuery({ ...patientQuery(patientId ?? ''), enabled: patientId !== undefined });
  if (one.data) return <OneCase key={id} one={one.data} patient={patient.data} />;
  const none = one.error instanceof Problem && one.error.status === 404;
  const said = none ? words.notFound : one.error && say(one.error);
  return (
    <Page title={words.title('')}>
      {said ? (
        <div className="p-4">
          <Note tone="overdue" title={said.title} alert>
            {'says' in said ? said.says : said.text}
          </Note>
        </div>
      ) : (
        <WaitingRows />
      )}
    </Page>
  );
}

function OneCase({ one, patient }: { one: Case; patient: Patient | undefined }) {
  const search = useSearch({ from: '/in/cases/$id' });
  const navigate = useNavigate({ from: '/cases/$id' });
  const router = useRouter();
  const phone = usePhone();
  const [busy, setBusy] = useState(false);
  const { list, images, total, waiting, take } = useCaseImages(one.id, busy);
  const panels = useQuery(panelsQuery).data ?? [];
  const own = useMemo(() => {
    const used = new Set(images.map(({ panel }) => panel));
    const found = panels.filter(({ id }) => used.has(id));
    return found.length > 0 ? found : panels.slice(0, 1);
  }, [images, panels]);
  const panel = own.find(({ id }) => id === search.panel) ?? own[0];
  const set = (change: Partial<CaseSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  const more = [{ label: shell.print, keys: 'Ctrl+p', onSelect: () => void printSheet() }];
  const hasHistory = '/cases/$id/history' in router.routesByPath;
  const choose = (tab: Tab | 'history') => {
    if (tab === 'history') void navigate({ to: paths.history('cases', one.id) });
    else set({ tab: tab === 'images' ? undefined : tab });
  };

  const preparing = images.filter(({ renditions, renditions_problem: problem }) => {
    return !renditions && !problem;
  }).length;
  const status = list.hasNextPage
    ? words.gallery.loading(count(images.length), count(total))
    : preparing > 0 && words.gallery.renderingLeft(preparing);

  return (
    <Page
      title={words.title(one.accession ?? blood.noAccession)}
      sheet={<CaseSheet one={one} patient={patient} images={images} panels={panels} />}
      identity={
        <IdentityBar patient={patient} one={one}>
          {!phone && factsOf(one, patient)}
        </IdentityBar>
      }
      actions={
        <>
          {!phone && <CaseTag one={one} />}
          {!phone && <Claim one={one} />}
          <CaseMenu one={one} more={more} />
        </>
      }
      status={
        <>
          {status}
          <LiveState />
        </>
      }
    >
      {phone && one.critical && (
        <div className="border-b border-line px-3 py-2">
          <CaseTag one={one} />
        </div>
      )}
      <Withdrawn one={one} />
      <Tabs<Tab | 'history'>
        label={words.tabs.label}
        value={search.tab ?? 'images'}
        onChange={choose}
        tabs={[
          {
            value: 'images',
            label: words.tabs.images(total),
            content:
              list.isPending || !panel ? (
                <WaitingRows />
              ) : (
                <>
                  {list.error && (
                    <div className="px-4 pt-3">
                      <Note tone="overdue" title={say(list.error).title} alert>
                        {say(list.error).text}
                      </Note>
                    </div>
                  )}
                  <ImagesTab
                    key={panel.id}
                    one={one}
                    images={images}
                    panels={own}
                    panel={panel}
                    search={search}
                    onSearch={set}
                    onBusy={setBusy}
                    waiting={waiting}
                    onTake={() => void take()}
                  />
                </>
              ),
          },
          {
            value: 'facts',
            label: words.tabs.facts,
            content: <FactsTab one={one} patient={patient} />,
          },
          {
            value: 'conclusion',
            label: words.tabs.conclusion,
            content: <ConclusionTab one={one} number={patient?.number ?? ''} panels={panels} />,
          },
          ...(hasHistory
            ? [{ value: 'history' as const, label: words.tabs.history, content: null }]
            : []),
        ]}
      />
    </Page>
  );
}

/** `M, 51 y · Peripheral blood · received 07:48 · Routine`. */
function factsOf(one: Case, patient: Patient | undefined): string {
  const sex = patient?.sex && (blood.sexes[patient.sex] ?? patient.sex);
  return [
    [sex, age(patient?.born_on)].filter(Boolean).join(', '),
    blood.specimens[one.specimen] ?? one.specimen,
    words.received(when(one.received_at)),
    (blood.priorities[one.priority] ?? one.priority).toLowerCase(),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What presses about it: a critical finding nobody was told of, or that it is overdue. */
function CaseTag({ one }: { one: Case }) {
  if (one.critical)
    return (
      <Tag tone="critical" icon="triangle">
        {words.alarm[one.alarm?.state ?? ''] ?? words.alarm.declared}
      </Tag>
    );
  if (one.withdrawn) return <Tag>{blood.withdrawn}</Tag>;
  if (one.status === 'concluded')
    return (
      <Tag tone="verified" icon="tick">
        {words.concluded}
      </Tag>
    );
  if (Date.parse(one.due_at) >= Date.now()) return null;
  return (
    <Tag tone="overdue" icon="clock">
      {words.overdue(dueIn(one.due_at).replace('−', ''))}
    </Tag>
  );
}
