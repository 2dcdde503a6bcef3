import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Told } from '@/api/history';
import { imageQuery, thumbnailOf } from '@/api/images';
import { usePanels } from '@/api/panels';
import { usePeople } from '@/api/people';
import { paths } from '@/paths';
import { cx } from '@/ui/cx';
import { useTakesLong } from '@/ui/waiting';
import { historyWords as words } from '@/words/history';
import { compared, imageState, type StateLine } from './states';

interface ThenAndNowProps {
  kind: Told;
  /** How the moment is called. */
  moment: string;
  isNow: boolean;
  then: StateLine[] | undefined;
  now: StateLine[] | undefined;
  waiting: boolean;
}

/** The state at the moment looked at beside the state of now. */
export function ThenAndNow({ kind, moment, isNow, then, now, waiting }: ThenAndNowProps) {
  const long = useTakesLong(waiting);
  const lines = now ? compared(then, now) : [];
  const differs = lines.some((line) => line.differs);
  const cell = 'h-[30px] border-b border-line px-2 py-1 text-left align-top';
  return (
    <>
      <div className="flex items-baseline justify-between gap-2">
        <h2>{words.thenAndNow[kind]}</h2>
        <span className="text-small text-ink-3">
          {!isNow && (differs ? words.differences : words.same)}
        </span>
      </div>
      <table
        aria-busy={waiting}
        className={cx('w-full table-fixed text-small', long && 'opacity-60')}
      >
        <thead>
          <tr className="text-label text-ink-3">
            <th className={cx(cell, 'w-[104px] font-medium')}>
              <span className="sr-only">{words.what[kind]}</span>
            </th>
            {!isNow && <th className={cx(cell, 'font-medium')}>{moment}</th>}
            <th className={cx(cell, 'font-medium')}>{words.now}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, before, now: after, differs: changed }) => (
            <tr key={name} className={cx(changed && !isNow && 'bg-accent-soft')}>
              <th scope="row" className={cx(cell, 'font-normal text-ink-3')}>
                {name}
              </th>
              {!isNow && <td className={cx(cell, 'break-words')}>{before}</td>}
              <td className={cx(cell, 'break-words', changed && !isNow && 'font-semibold')}>
                {after}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The image that the event is about, as it stood then. */
export function EventImage({ id, position }: { id: string; position: number }) {
  const panels = usePanels();
  const nameOf = usePeople();
  const { data: image } = useQuery(imageQuery(id, String(position)));
  if (!image) return null;
  const lines = imageState(image, panels.get(image.panel), nameOf);
  const saidOf = (name: string) => lines.find((line) => line.name === name)?.value;
  return (
    <figure className="grid grid-cols-[148px_1fr] gap-3 text-small leading-[17px] text-ink-2">
      <img
        src={thumbnailOf(id)}
        alt={image.file_name}
        className="h-[111px] w-[148px] rounded-box bg-stage object-cover"
      />
      <figcaption>
        <b className="block font-semibold break-all text-ink">{image.file_name}</b>
        <div>{saidOf(image.verdict ? words.rows.verdict : words.rows.status)}</div>
        <div>
          {words.rows.prediction}: {saidOf(words.rows.prediction)}
        </div>
        <Link to={paths.image(id)}>{words.open}</Link>
      </figcaption>
    </figure>
  );
}
