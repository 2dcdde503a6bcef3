import type { ListedCase } from '@/api/cases';
import { CaseState, isDone } from '@/blood/case-state';
import { Identifier } from '@/blood/identifier';
import type { Column } from '@/ui/data-table';
import { useNow } from '@/ui/use-now';
import { blood } from '@/words/blood';
import { caseListWords } from '@/words/cases';
import { count } from '@/words/numbers';
import { when } from '@/words/time';
import { CaseMenu } from './case-menu';

const words = caseListWords.columns;

export const StateNow = ({ one }: { one: ListedCase }) => <CaseState one={one} now={useNow()} />;

/** How far it is, and who concluded it. */
function Status({ one: { status, conclusion, concluded_by_name } }: { one: ListedCase }) {
  const said = concluded_by_name
    ? caseListWords.concludedBy(concluded_by_name, conclusion?.status ?? 'final')
    : caseListWords.statuses[status];
  return <span title={said}>{said}</span>;
}

const accession: Column<ListedCase> = {
  id: 'accession',
  header: words.accession,
  width: 140,
  sort: 'accession',
  cell: (one) =>
    one.accession ? (
      <Identifier text={one.accession} strong />
    ) : (
      <span className="text-ink-3">{blood.noAccession}</span>
    ),
};

const patient: Column<ListedCase> = {
  id: 'patient',
  header: words.patient,
  width: 104,
  cell: ({ patient_number }) => <Identifier text={patient_number} />,
};

const others: readonly Column<ListedCase>[] = [
  {
    id: 'specimen',
    header: words.specimen,
    wideOnly: true,
    cell: ({ specimen, clinical_details }) => (
      <span title={clinical_details ?? undefined}>
        <span className="text-ink-2">{blood.specimens[specimen] ?? specimen}</span>
        {clinical_details && <span className="text-ink-3"> · {clinical_details}</span>}
      </span>
    ),
  },
  { id: 'status', header: words.status, width: 208, cell: (one) => <Status one={one} /> },
  {
    id: 'images',
    header: words.images,
    width: 92,
    numeric: true,
    sort: 'images_unverified',
    cell: ({ images_total, images_unverified }) => (
      <span title={caseListWords.unread(images_unverified, images_total)}>
        <span className="text-ink-3">{count(images_total - images_unverified)}/</span>
        {count(images_total)}
      </span>
    ),
  },
  {
    id: 'received',
    header: words.received,
    width: 124,
    numeric: true,
    sort: 'received_at',
    cell: ({ received_at }) => <span className="text-ink-3">{when(received_at)}</span>,
  },
  {
    id: 'due',
    header: words.due,
    width: 124,
    numeric: true,
    sort: 'due_at',
    wideOnly: true,
    cell: (one) => !isDone(one) && <span className="text-ink-3">{when(one.due_at)}</span>,
  },
];

const state: Column<ListedCase> = {
  id: 'state',
  header: words.state,
  width: 112,
  sort: 'priority',
  cell: (one) => <StateNow one={one} />,
};

const menu: Column<ListedCase> = {
  id: 'menu',
  header: words.menu,
  quiet: true,
  width: 56,
  numeric: true,
  cell: (one) => <CaseMenu one={one} small />,
};

/** Of all patients, or of one, whose number then stands above. */
export const columnsFor = (
  of: 'all' | 'patient',
  edits: boolean,
): readonly Column<ListedCase>[] => [
  state,
  accession,
  ...(of === 'all' ? [patient] : []),
  ...others,
  ...(edits ? [menu] : []),
];
