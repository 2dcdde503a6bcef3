import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { caseQuery } from '@/api/cases';
import { type Image, imageQuery } from '@/api/images';
import { usePanels } from '@/api/panels';
import { patientQuery } from '@/api/patients';
import { Unreachable } from '@/api/problem';
import { useRole } from '@/api/session';
import { UNDO_MS } from '@/outbox/held';
import { flush, returned, takeBack } from '@/outbox/outbox';
import { paths } from '@/paths';
import { LiveState } from '@/shell/live-state';
import { Page } from '@/shell/page';
import { useStore } from '@/store';
import { toast } from '@/ui/toast-store';
import { count, total } from '@/words/numbers';
import { review } from '@/words/review';
import { shell } from '@/words/shell';
import { CompareDialog } from './compare-dialog';
import { ComparedHalf, HalfIdentity } from './compared-half';
import { FilmStrip } from './film-strip';
import { Gone } from './gone';
import { ImageSheet } from './image-sheet';
import { nextWaiting, stepFrom } from './order';
import { Steps, Urgency, Whose } from './review-bar';
import { ReviewKeys } from './review-keys';
import { Unavailable } from './unavailable';
import { usePlace } from './use-place';
import { useQueue } from './use-queue';
import { useRecorded } from './use-recorded';
import { VerdictPanel } from './verdict-panel';
import { Stage } from './viewer/stage';
import { adjustmentsOf, useAdjustments } from './viewer/use-adjustments';

/** One image after the other: looked at closely, read, recorded. */
export function ReviewPage() {
  const [id, follow] = usePlace();
  const search = useSearch({ from: '/in/images/$id' });
  const navigate = useNavigate();
  const known = useRef<readonly Image[]>([]);
  const asked = useQuery({
    ...imageQuery(id),
    // What the list said of it is shown until it is read itself.
    placeholderData: () => known.current.find((one) => one.id === id),
  });
  const listed = known.current.find((one) => one.id === id);
  // Without a connection the list still knows it; what is recorded then is held until there is one.
  const image = asked.data ?? (asked.error instanceof Unreachable ? listed : undefined);
  const queue = useQueue(search, image, id);
  known.current = queue.items;
  const panels = usePanels();
  const reads = useRole('hematologist');
  const recorded = useRecorded();
  const epoch = useStore(returned);
  const { data: one } = useQuery({ ...caseQuery(image?.case_id ?? ''), enabled: !!image });
  const { data: patient } = useQuery({
    ...patientQuery(image?.patient_id ?? ''),
    enabled: !!image,
  });
  const [adjustments, adjust] = useAdjustments(image?.case_id);
  const [choosing, setChoosing] = useState(false);

  const opener = useRef<((next: Image, degrees: number) => void) | null>(null);
  const go = useCallback(
    (to: string) => {
      const next = known.current.find((one) => one.id === to);
      if (next) opener.current?.(next, adjustmentsOf(next.case_id).rotation);
      follow(to);
    },
    [follow],
  );
  const came = useRef<string | null>(null);
  const step = (to: Image | undefined) => {
    came.current = to ? id : null;
    if (to) go(to.id);
  };
  const compare = (to: string | undefined) => {
    setChoosing(false);
    void navigate({
      to: paths.image(id),
      search: (now: object) => ({ ...now, compare: to }),
      replace: true,
    } as never);
  };

  const isRead = (other: Image) => other.verdict != null || recorded.has(other.id);
  const next = stepFrom(queue.items, id, 1);
  const previous = stepFrom(queue.items, id, -1);
  const dismiss = useRef<() => void>(undefined);

  const undo = () => {
    const back = takeBack();
    dismiss.current?.();
    if (!back) {
      toast({ title: review.verdict.tooLate });
      return;
    }
    toast({ title: review.verdict.takenBack(back.name) });
    if (back.image !== id) go(back.image);
  };
  const undoNow = useRef(undo);
  undoNow.current = undo;
  const onRecorded = (name: string) => {
    dismiss.current?.();
    dismiss.current = toast({
      title: review.verdict.said(name),
      ms: UNDO_MS,
      action: { label: shell.undo, keys: 'z', run: () => undoNow.current() },
    });
    const then = nextWaiting(queue.items, id, isRead);
    if (then) go(then.id);
    else toast({ title: review.queueDone });
  };
  useEffect(
    () => () => {
      dismiss.current?.();
      void flush();
    },
    [],
  );

  const comparing = search.compare !== undefined;
  const compareOr = () => (comparing ? compare(undefined) : setChoosing(true));
  const place = queue.place === null ? null : count(queue.place);
  const words = place ? review.of(place, total(queue.total, queue.capped)) : review.alone;
  const done = queue.items.filter(isRead).length;
  return (
    <Page
      title={review.title(place)}
      noFind
      sheet={
        image && (
          <ImageSheet image={image} one={one} patient={patient} panel={panels.get(image.panel)} />
        )
      }
      identity={<Whose search={search} patient={patient} one={one} />}
      actions={
        <>
          <Urgency one={one} />
          <Steps
            words={words}
            onNext={next && (() => go(next.id))}
            onPrevious={previous && (() => go(previous.id))}
          />
        </>
      }
      status={
        <>
          <LiveState />
          {queue.total > 0 && review.recorded(count(done), total(queue.total, queue.capped))}
        </>
      }
    >
      {asked.error && !image ? (
        <Unavailable fault={asked.error} onAgain={() => void asked.refetch()} />
      ) : image?.status === 'voided' ? (
        <Gone image={image} />
      ) : (
        <>
          <div className="flex min-h-0 grow max-rail:flex-col max-rail:overflow-y-auto">
            <div className="flex min-h-0 min-w-0 grow max-rail:h-[56vh] max-rail:flex-none">
              <Stage
                image={image}
                adjustments={adjustments}
                onAdjust={adjust}
                comparing={comparing}
                onCompare={compareOr}
                items={queue.items}
                opener={opener}
                corner={
                  comparing && image ? (
                    <div className="absolute top-3 right-3 z-10">
                      <HalfIdentity image={image} />
                    </div>
                  ) : null
                }
              >
                {(left) =>
                  search.compare !== undefined && (
                    <ComparedHalf
                      id={search.compare}
                      left={left}
                      beside={image}
                      adjustments={adjustments}
                      onChange={() => setChoosing(true)}
                      onEnd={() => compare(undefined)}
                    />
                  )
                }
              </Stage>
            </div>
            {image ? (
              <VerdictPanel
                key={`${image.id} ${epoch}`}
                image={image}
                one={one}
                onRecorded={onRecorded}
              />
            ) : (
              <div className="w-[380px] flex-none border-l border-line max-wide:w-[340px] max-rail:hidden" />
            )}
          </div>
          <ReviewKeys
            key={`${id} ${epoch} ${!image} ${panels.size}`}
            onUndo={reads ? undo : undefined}
            onNext={() => step(next)}
            onPrevious={() => step(previous)}
            onReturn={() => came.current && go(came.current)}
            onCompare={compareOr}
            onHistory={() => void navigate({ to: paths.history('images', id) })}
          />
          {queue.items.length !== 1 && (
            <FilmStrip items={queue.items} current={id} recorded={recorded} onGo={go} />
          )}
        </>
      )}
      {choosing && image && (
        <CompareDialog image={image} onChoose={compare} onClose={() => setChoosing(false)} />
      )}
    </Page>
  );
}
