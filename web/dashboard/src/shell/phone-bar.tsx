import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/session';
import { paths } from '@/paths';
import { Icon } from '@/ui/icon';
import { Menu } from '@/ui/menu';
import { shell } from '@/words/shell';
import { layer } from './layers';
import { useMyItems } from './me-menu';
import { usePlaces } from './places';

const tab =
  'flex min-h-14 flex-col items-center justify-center gap-0.5 text-label text-ink-3 hover:no-underline -outline-offset-2';

/** The way round on a phone: worklist, alerts, find, person. */
export function PhoneBar() {
  const { full_name, role } = useMe();
  const items = useMyItems();
  const hasWorklist = usePlaces(role).some(({ path }) => path === paths.worklist);
  const active = { className: 'text-accent font-semibold' };
  const alerts = { critical: true };
  return (
    <nav aria-label={shell.main} className="grid auto-cols-fr grid-flow-col bg-canvas">
      {hasWorklist && (
        <>
          <Link
            to={paths.worklist}
            className={tab}
            activeProps={active}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            <Icon name="worklist" />
            {shell.places.worklist}
          </Link>
          <Link
            to={paths.worklist}
            search={alerts as never}
            className={tab}
            activeProps={active}
            activeOptions={{ includeSearch: true }}
          >
            <Icon name="triangle" />
            {shell.places.alerts}
          </Link>
        </>
      )}
      <button type="button" className={tab} onClick={() => layer.set('palette')}>
        <Icon name="search" />
        {shell.findShort}
      </button>
      <Menu items={items} label={shell.menu.open(full_name)} align="end">
        <button type="button" className={tab}>
          <Icon name="person" />
          <span className="max-w-full truncate px-1">{full_name}</span>
        </button>
      </Menu>
    </nav>
  );
}
