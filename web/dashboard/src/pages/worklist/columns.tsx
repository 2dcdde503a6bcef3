import type { Work } from '@/api/work';
import { PatientNumber } from '@/blood/patient-number';
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

export const columns: readonly Column<Work>[] = [
  { id: 'state', header: words.state, width: 112, cell: (work) => <StateCell work={work} /> },
  { id: 'thumbnail', header: '', width: 50, cell: (work) => <ThumbnailCell work={work} /> },
  {
    id: 'patient',
    header: words.patient,
    width: 88,
    cell: (work) => <PatientNumber id={work.case.patient_id} />,
  },
  {
    id: 'accession',
    header: words.accession,
    width: 128,
    cell: ({ case: { accession } }) =>
      accession ?? <span className="text-ink-3">{blood.noAccession}</span>,
  },
  {
    id: 'panel',
    header: words.panel,
    width: 132,
    wideOnly: true,
    cell: (work) => <PanelCell work={work} />,
  },
  { id: 'leading', header: words.leading, cell: (work) => <LeadingCell work={work} /> },
  {
    id: 'certainty',
    header: words.certainty,
    width: 92,
    cell: (work) => <CertaintyCell work={work} />,
  },
  {
    id: 'images',
    header: words.images,
    width: 76,
    numeric: true,
    wideOnly: true,
    cell: (work) => <ImagesCell work={work} />,
  },
  {
    id: 'received',
    header: words.received,
    width: 118,
    numeric: true,
    wideOnly: true,
    cell: (work) => <ReceivedCell work={work} />,
  },
  {
    id: 'due',
    header: words.due,
    width: 84,
    numeric: true,
    cell: (work) => <DueCell work={work} />,
  },
  { id: 'claim', header: words.claim, width: 136, cell: (work) => <ClaimCell work={work} /> },
];
