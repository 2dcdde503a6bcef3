import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { casesCount } from '@/api/cases';
import { paths } from '@/paths';
import { Button, buttonLook } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { worklistWords as words } from '@/words/worklist';
import { isFiltered, type WorklistSearch } from './search';

const NOTHING: WorklistSearch = {
  panel: undefined,
  predicted: undefined,
  age: undefined,
  claim: undefined,
  priority: undefined,
  critical: undefined,
  overdue: undefined,
};

/** In the rows' place: why there are none, and the next step. */
export function NoCase({
  search,
  set,
}: {
  search: WorklistSearch;
  set: (change: Partial<WorklistSearch>) => void;
}) {
  const { data: waiting = 0 } = useQuery(casesCount({ status: 'open' }));
  if (isFiltered(search))
    return (
      <Empty action={<Button onClick={() => set(NOTHING)}>{words.filters.clear}</Button>}>
        {words.empty.filtered(waiting)}
      </Empty>
    );
  return (
    <Empty
      action={
        <Link to={paths.cases} className={buttonLook()}>
          {words.empty.action}
        </Link>
      }
    >
      {words.empty[search.tab ?? 'open']}
    </Empty>
  );
}
