import { count } from './numbers';

export const caseListWords = {
  title: 'Cases',
  search: 'Accession, number or name',
  columns: {
    state: 'Priority',
    accession: 'Accession',
    patient: 'Patient',
    specimen: 'Specimen',
    status: 'Status',
    images: 'Images',
    received: 'Received',
    due: 'Due',
    menu: 'Menu',
  },
  statuses: {
    open: 'Awaiting verdict',
    read: 'To conclude',
    concluded: 'Concluded',
    withdrawn: 'Withdrawn',
  } as Record<string, string>,
  filters: {
    status: 'Status',
    anyStatus: 'Any status',
    priority: 'Priority',
    anyPriority: 'Any priority',
    panel: 'Panel',
    anyPanel: 'Any panel',
    critical: 'Critical',
    anyCritical: 'Critical or not',
    criticals: { yes: 'Nobody told yet', no: 'Nothing to tell' },
    overdue: 'Due',
    anyOverdue: 'Any time',
    overdues: { yes: 'Overdue', no: 'Not overdue' },
    received: (day: string) => `Received ${day}`,
    clear: 'Clear filters',
  },
  unread: (left: number, of: number) => `${count(left)} of ${count(of)} without a verdict`,
  concludedBy: (name: string, stage: string) =>
    stage === 'preliminary' ? `Preliminary, ${name}` : name,
  shown: (shown: string, total: string) => `${shown} of ${total} shown`,
  fresh: (n: number) => (n === 1 ? '1 new case' : `${count(n)} new cases`),
  takeFresh: 'show what is new',
  empty: {
    none: 'No case is open. Register one for a specimen, or scan its accession number.',
    noneToRead: 'No case is open yet. Technologists register them.',
    filtered: 'No case matches these filters.',
  },
};

export const caseFormWords = {
  register: {
    open: 'Register case',
    key: 'register case',
    title: 'Register case',
    says: 'One specimen. Images are uploaded to it afterwards.',
    action: 'Register case',
    done: (accession: string) => `Case ${accession} was registered.`,
    unnamed: 'The case was registered.',
  },
  edit: {
    open: 'Edit',
    title: (accession: string) => `Edit case ${accession}`,
    says: 'What was there before stays in the history.',
    action: 'Save changes',
    done: (accession: string) => `Case ${accession} was changed.`,
    meanwhile: 'Somebody changed this case meanwhile',
    meanwhileSays: (fields: string) =>
      fields
        ? `Changed meanwhile: ${fields}. What you typed is kept; what you did not touch stays as the other person left it. Save again to record yours.`
        : 'What you typed is kept. Save again to record it.',
  },
  menu: (accession: string) => `More that can be done with case ${accession}`,
  withdraw: {
    open: 'Withdraw',
    title: (accession: string) => `Withdraw case ${accession}?`,
    says: 'For a case that was opened in error. It leaves every list and count, and its accession number is free for the right case. The history stays.',
    reason: 'What went wrong',
    action: 'Withdraw case',
    done: (accession: string) => `Case ${accession} was withdrawn.`,
    cannot: (accession: string) => `Case ${accession} cannot be withdrawn`,
    images: (number: number) =>
      number === 1
        ? 'It holds an image. Reassign it to the right case, or void it; then the empty case can be withdrawn.'
        : `It holds ${count(number)} images. Reassign them to the right case, or void them; then the empty case can be withdrawn.`,
    concluded:
      'It has a conclusion, on which somebody may have acted. A conclusion is amended, never withdrawn.',
  },
  reinstate: {
    open: 'Reinstate',
    done: (accession: string) => `Case ${accession} is back in work.`,
  },
  fields: {
    patient: 'Patient',
    accession: 'Accession',
    accessionHint: 'The specimen’s number in the laboratory; each only once.',
    specimen: 'Specimen',
    priority: 'Priority',
    received_at: 'Received',
    receivedHint: 'Now, when left empty.',
    collected_at: 'Collected',
    stain: 'Stain',
    clinical_details: 'Clinical details',
  },
  patient: {
    search: 'Number or name',
    change: 'Another patient',
    none: (q: string) => `No patient matches “${q}”.`,
    add: (q: string) => `Add patient “${q}”`,
  },
};
