import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { historyQuery, type Told } from '@/api/history';
import { useMe } from '@/api/session';
import { useKeys } from '@/keys/use-keys';
import { paths } from '@/paths';
import { Page } from '@/shell/page';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { DrawerButton, SidePanel } from '@/ui/side-panel';
import { useDrawer } from '@/ui/use-drawer';
import { WaitingRows } from '@/ui/waiting';
import { historyWords as words } from '@/words/history';
import { count } from '@/words/numbers';
import { say } from '@/words/problems';
import { atSecond } from '@/words/time';
import { AccessLink } from './access-link';
import { AsOfBar } from './as-of-bar';
import { Filters } from './filters';
import { indexAt, stepped } from './moments';
import type { HistorySearch } from './search';
import { fileNames, imageOf, shownOf } from './telling';
import { EventImage, ThenAndNow } from './then-and-now';
import { Timeline } from './timeline';
import { useStood } from './use-stood';
import { Whose } from './whose';

export const ImageHistoryPage = () => <HistoryPage kind="images" />;
export const CaseHistoryPage = () => <HistoryPage kind="cases" />;
export const PatientHistoryPage = () => <HistoryPage kind="patients" />;

/** What happened to an image, a case or a patient, and how it stood at any moment. */
function HistoryPage({ kind }: { kind: Told }) {
  const { id = '' } = useParams({ strict: false });
  const search = useSearch({ strict: false }) as HistorySearch;
  const navigate = useNavigate();
  const me = useMe();
  const history = useQuery(historyQuery(kind, id));
  const entries = history.data ?? NOTHING;
  const [raw, setRaw] = useState<number | null>(null);
  const drawer = useDrawer('history');

  const set = (change: Partial<HistorySearch>) =>
    void navigate({
      to: paths.history(kind, id),
      search: (now: object) => ({ ...now, ...change }),
      replace: true,
    } as never);
  const index = indexAt(entries, search.as_of);
  const current = entries[index];
  const isNow = search.as_of === undefined;
  // Keys pressed fast step on from each other, not from what was drawn last.
  const asOf = useRef(search.as_of);
  asOf.current = search.as_of;
  const step = (by: number) => {
    asOf.current = stepped(entries, asOf.current, by);
    set({ as_of: asOf.current });
  };
  const toIndex = (to: number | null) =>
    set({ as_of: to === null ? undefined : entries[to]?.position });
  const shownRaw = (position: number) => setRaw(raw === position ? null : position);

  useKeys(words.keys.title, [
    {
      keys: ['[', ']'],
      does: words.keys.step,
      hint: words.keys.step,
      run: ({ key }) => step(key === '[' ? -1 : 1),
    },
    { keys: '.', does: words.keys.now, hint: words.keys.now, run: () => toIndex(null) },
    {
      keys: 'r',
      does: words.keys.raw,
      hint: words.keys.raw,
      run: () => current && shownRaw(current.position),
    },
  ]);

  const shown = useMemo(() => shownOf(entries, search), [entries, search]);
  const files = useMemo(() => fileNames(entries), [entries]);
  // An auditor sees states as they were only; the last one is that of now.
  const audits = me.role === 'auditor';
  const last = audits ? entries.at(-1)?.position : undefined;
  const off = audits && last === undefined;
  const now = useStood(kind, id, last, off);
  const then = useStood(kind, id, isNow ? last : current?.position, off || entries.length === 0);
  const image = kind === 'images' ? id : current && imageOf(current);
  const fault = history.error ?? (entries.length > 0 ? null : now.fault);

  return (
    <Page
      title={words.titles[kind]}
      actions={<AccessLink patient={(now.lines ? now : then).patientId} />}
      identity={<Whose kind={kind} id={id} stood={now.lines ? now : then} asOf={last} />}
      status={words.sees(words.roles[me.role] ?? me.role)}
    >
      {fault ? (
        <div className="max-w-[520px] p-4">
          <Note tone="overdue" title={say(fault).title} alert>
            {say(fault).text}
          </Note>
        </div>
      ) : (
        <>
          <AsOfBar moments={entries} index={index} isNow={isNow} onIndex={toIndex} onStep={step} />
          <div className="relative flex min-h-0 grow">
            <section aria-label={words.happened} className="flex min-h-0 min-w-0 grow flex-col">
              <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-2">
                <h2>{words.happened}</h2>
                <Filters entries={entries} search={search} onChange={set} />
                <span className="ml-auto text-small text-ink-3">
                  {words.events(count(shown.length), count(entries.length))}
                </span>
                <DrawerButton drawer={drawer}>{words.drawer}</DrawerButton>
              </div>
              {history.isPending ? (
                <WaitingRows height={54} />
              ) : shown.length === 0 ? (
                <Empty
                  action={
                    <Button onClick={() => set({ actor: undefined, type: undefined })}>
                      {words.clear}
                    </Button>
                  }
                >
                  {words.noEvents}
                </Empty>
              ) : (
                <Timeline
                  label={words.happened}
                  entries={shown}
                  current={isNow ? undefined : current}
                  files={files}
                  raw={raw}
                  onRaw={shownRaw}
                  onGo={(position) => set({ as_of: position })}
                />
              )}
            </section>
            <SidePanel
              drawer={drawer}
              over
              label={words.thenAndNow[kind]}
              className="w-[420px] gap-3 px-4 py-2.5"
            >
              {then.fault && !then.lines ? (
                <Note title={words.notThere} />
              ) : (
                <ThenAndNow
                  kind={kind}
                  moment={current ? atSecond(current.at) : ''}
                  isNow={isNow}
                  then={then.fault ? undefined : then.lines}
                  now={now.lines}
                  waiting={then.waiting}
                />
              )}
              {image && current && !audits && <EventImage id={image} position={current.position} />}
            </SidePanel>
          </div>
        </>
      )}
    </Page>
  );
}

const NOTHING: never[] = [];
