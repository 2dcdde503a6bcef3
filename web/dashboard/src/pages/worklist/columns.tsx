import type { ListedCase } from '@/api/cases';
import { Identifier } from '@/blood/identifier';
import type { Column } from '@/ui/data-table';
import { blood } from '@/words/blood';
import { worklistWords } from '@/words/worklist';
import {
  CertaintyCell,
  ClaimCell,
  DueCell,
  ImagesCell,
  LeadingCell,
  PanelCell,
  ReceivedCell,
  StateCell,
  ThumbnailCell,
} from './cells';

const words = worklistWords.columns;

export const columns: readonly Column<ListedCase>[] = [
  { id: 'state', header: words.state, width: 112, cell: (row) => <StateCell row={row} /> },
  {
    id: 'thumbnail',
    header: words.thumbnail,
    quiet: true,
    width: 50,
    cell: (row) => <ThumbnailCell row={row} />,
  },
  {
    id: 'patient',
    header: words.patient,
    width: 88,
    cell: ({ patient_number }) => <Identifier text={patient_number} strong />,
  },
  {
    id: 'accession',
    header: words.accession,
    width: 128,
    cell: ({ accession }) =>
      accession ? (
        <Identifier text={accession} />
      ) : (
        <span className="text-ink-3">{blood.noAccession}</span>
      ),
  },
  {
    id: 'panel',
    header: words.panel,
    width: 132,
    wideOnly: true,
    cell: (row) => <PanelCell row={row} />,
  },
  { id: 'leading', header: words.leading, cell: (row) => <LeadingCell row={row} /> },
  {
    id: 'certainty',
    header: words.certainty,
    width: 92,
    cell: (row) => <CertaintyCell row={row} />,
  },
  {
    id: 'images',
    header: words.images,
    width: 76,
    numeric: true,
    wideOnly: true,
    cell: (row) => <ImagesCell row={row} />,
  },
  {
    id: 'received',
    header: words.received,
    width: 118,
    numeric: true,
    wideOnly: true,
    cell: (row) => <ReceivedCell row={row} />,
  },
  {
    id: 'due',
    header: words.due,
    width: 84,
    numeric: true,
    cell: (row) => <DueCell row={row} />,
  },
  { id: 'claim', header: words.claim, width: 152, cell: (row) => <ClaimCell row={row} /> },
];
