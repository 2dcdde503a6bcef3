import { useMe } from '@/api/session';
import { Empty } from '@/ui/empty';
import { shell } from '@/words/shell';
import { Page } from './page';
import type { Place } from './places';

/** A page that the role does not open: said once, with everything else left as it is. */
export function Forbidden({ place }: { place: Place }) {
  const { role } = useMe();
  return (
    <Page title={place.name}>
      <Empty>{shell.forbidden(place.name, shell.roles[role])}</Empty>
    </Page>
  );
}
