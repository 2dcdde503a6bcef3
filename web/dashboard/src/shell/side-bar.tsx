import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/session';
import { cx } from '@/ui/cx';
import { Icon, Mark } from '@/ui/icon';
import { shell } from '@/words/shell';
import { MeMenu } from './me-menu';
import { type Place, usePlaces } from './places';

/** The pages of the role, in two groups; a rail where the image needs the room. */
export function SideBar({ rail }: { rail: boolean }) {
  const places = usePlaces(useMe().role);
  const words = rail ? 'sr-only' : 'max-wide:sr-only';
  return (
    <nav
      aria-label={shell.main}
      className={cx(
        'flex flex-col gap-px overflow-x-hidden overflow-y-auto border-r border-line bg-canvas px-2 pt-2.5 max-rail:hidden max-wide:items-center print:hidden',
        rail && 'items-center',
      )}
    >
      <div className="flex items-center gap-2 px-2 pt-0.5 pb-3.5 font-semibold whitespace-nowrap">
        <Mark />
        <span className={words}>{shell.product}</span>
      </div>
      {(['work', 'laboratory'] as const).map((group) => (
        <Group
          key={group}
          title={shell.groups[group]}
          places={places.filter((place) => place.group === group)}
          rail={rail}
          words={words}
        />
      ))}
      <div className={cx('mt-auto w-full', rail && 'flex flex-col items-center')}>
        <p className={cx('p-2 text-label leading-[15px] text-ink-3', words)}>{shell.researchUse}</p>
        <MeMenu words={words} />
      </div>
    </nav>
  );
}

function Group({
  title,
  places,
  rail,
  words,
}: {
  title: string;
  places: readonly Place[];
  rail: boolean;
  words: string;
}) {
  if (places.length === 0) return null;
  return (
    <>
      <div className={cx('px-2 pt-3.5 pb-1 text-label text-ink-3', words)}>{title}</div>
      {places.map(({ path, name, icon }) => (
        <Link
          key={path}
          to={path}
          title={name}
          className={cx(
            'flex h-[30px] items-center gap-2.5 rounded-box px-2 whitespace-nowrap hover:no-underline max-wide:w-8 max-wide:justify-center max-wide:px-0',
            rail && 'w-8 justify-center px-0',
          )}
          inactiveProps={{ className: 'text-ink-2 hover:bg-sunk' }}
          activeProps={{ className: 'bg-accent-soft font-semibold text-accent' }}
        >
          <Icon name={icon} />
          <span className={words}>{name}</span>
        </Link>
      ))}
    </>
  );
}
