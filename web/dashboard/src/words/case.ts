import { count } from './numbers';

const cellsOf = (number: number, unit: string) =>
  `${count(number)} ${unit}${number === 1 ? '' : 's'}`;

export const caseWords = {
  title: (accession: string) => `Case ${accession}`,
  notFound: {
    title: 'There is no case at this address',
    says: 'It may have been removed from work, or the address was mistyped.',
  },
  overdue: (time: string) => `Overdue by ${time}`,
  received: (time: string) => `received ${time}`,
  concluded: 'Concluded',
  withdrawn: {
    title: (time: string) => `Withdrawn ${time} as opened in error`,
    says: 'It is in no list, and its accession number is free for another case.',
    image: 'An image came to it all the same. Reassign the image, or reinstate the case.',
  },
  alarm: {
    suspected: 'Critical finding suspected',
    declared: 'Critical, nobody told yet',
  } as Record<string, string>,
  tabs: {
    label: 'Case',
    images: (number: number) => `Images ${count(number)}`,
    facts: 'Facts',
    conclusion: 'Conclusion',
    history: 'History',
  },
  claim: {
    take: 'Claim',
    release: 'Release',
    mine: (until: string) => `Claimed by you until ${until}`,
    other: (name: string, until: string) => `Claimed by ${name} until ${until}`,
    somebody: 'another reader',
  },
  gallery: {
    label: 'Images by class',
    none: 'No image yet. Upload the files of this smear; they appear here by themselves as the model reads them.',
    noneOther: 'No image yet. They appear here by themselves when a technologist uploads them.',
    noneWithdrawn: 'No image. None comes to a withdrawn case.',
    upload: 'Upload images',
    noMatch: (hidden: string) => `No image matches. ${hidden} are here without these filters.`,
    clear: 'Clear filters',
    panel: 'Panel',
    group: 'Class',
    anyGroup: 'All classes',
    doubtful: 'Unsure or outside',
    open: 'Not confirmed',
    size: 'Size of the pictures',
    sizeSays: (pixels: number) => `${pixels} pixels`,
    review: 'Review',
    reviewAll: 'Review again',
    move: 'Move to',
    moveNone: 'Choose cells first',
    phone: 'Open this case on a larger screen to record verdicts.',
    selected: (number: number) => `${count(number)} selected`,
    shown: (shown: string, total: string) => `${shown} of ${total} shown`,
    loading: (read: string, total: string) => `Loading, ${read} of ${total}`,
    drop: 'Let go over a class',
    renderingLeft: (number: number) =>
      number === 1
        ? '1 is still being prepared and appears by itself.'
        : `${count(number)} are still being prepared and appear by themselves.`,
    waiting: (number: number) =>
      number === 1 ? '1 image has changed' : `${count(number)} images have changed`,
    take: 'Show',
  },
  groups: {
    outside: 'Outside what the model knows',
    awaiting: 'No model’s answer yet',
    blind: 'Blind reading',
    uncertain: 'Uncertain',
    other: 'Other',
    unsuitable: 'Unsuitable',
  } as Record<string, string>,
  notCounted: 'Not counted until placed',
  noModel: 'No model reads this panel',
  readUnaided: 'Can be read without the model',
  oneByOneUnaided: 'Read one by one',
  readBlind: 'Not grouped; read one by one',
  oneByOne: {
    critical: 'Critical class, one by one',
    field: 'Whole fields, one by one',
    notAClass: '',
  } as Record<string, string>,
  seen: (seen: string, all: string) => `${seen} of ${all} seen`,
  allSeen: (all: number) => (all === 1 ? 'Seen' : `All ${count(all)} seen`),
  allConfirmed: (number: number) => `${count(number)} confirmed`,
  selectOpen: (number: number) => `Select ${count(number)}`,
  confirm: (number: number) => `Confirm ${count(number)} selected`,
  confirmNone: 'Confirm',
  hindrances: {
    field: 'Whole fields are read one by one.',
    critical: 'A critical class is confirmed one by one.',
    notAClass: 'Only cells that the model has placed can be confirmed together.',
    manyClasses: 'Cells of several classes are selected. Confirm one class at a time.',
    suspected: 'A critical finding or a mix-up is suspected in one of them. Read it by itself.',
    unseen: 'Not every cell of this class was on screen yet. Scroll through all of them first.',
    nothing: 'None of the selected cells waits to be confirmed.',
  },
  cell: {
    name: (file: string, group: string) => `${file}, ${group}`,
    confirmed: 'confirmed',
    unsure: 'Unsure',
    outside: 'Outside',
    suspected: 'critical finding suspected',
    mixUp: 'may be mixed up with another patient’s',
    problem: 'could not be read by the model',
  },
  moved: {
    recorded: (number: number, name: string, unit: string) =>
      number === 1 ? `Recorded as ${name}` : `${cellsOf(number, unit)} recorded as ${name}`,
    confirmed: (number: number, name: string) =>
      number === 1 ? `Confirmed as ${name}` : `${count(number)} cells confirmed as ${name}`,
    takenBack: (number: number) =>
      number === 1
        ? 'Taken back. It was not recorded.'
        : `Taken back. ${count(number)} were not recorded.`,
    tooLate: 'It is recorded and can be amended, with a reason.',
    there: 'They stand there already. Confirm them with Shift-Enter.',
    thereOne: 'It is recorded so already.',
    oneByOne: 'Whole fields and critical classes are recorded one by one. Select one.',
  },
  moveDialog: {
    title: (name: string) => `Record as ${name}`,
    amends: (number: number, unit: string) =>
      number === 1
        ? `One ${unit} has a verdict. It is amended; the earlier one stays in its history.`
        : `${cellsOf(number, unit)} have a verdict. They are amended; the earlier ones stay in their history.`,
    reason: 'Reason',
    unsuitable: 'Why it cannot be read',
    comment: 'What it shows',
    action: (number: number, name: string) =>
      number === 1 ? `Record “${name}”` : `Record ${count(number)} as “${name}”`,
  },
  imageMenu: {
    label: 'What can be done with the selected images',
    open: 'Open',
    reassign: 'Reassign to another case',
    void: 'Void',
  },
  reassign: {
    title: (number: number) =>
      number === 1 ? 'Reassign this image' : `Reassign ${count(number)} images`,
    pick: 'Choose the right case',
    says: 'At another patient it becomes a new image, to be predicted and read anew. This case keeps in its history that it was here.',
    to: (number: string, accession: string) => `To patient ${number}, accession ${accession}`,
    reason: 'What went wrong',
    action: 'Reassign',
    done: (number: number) =>
      number === 1 ? '1 image was reassigned.' : `${count(number)} images were reassigned.`,
  },
  void: {
    title: (number: number) =>
      number === 1 ? 'Void this image?' : `Void ${count(number)} images?`,
    says: 'It leaves work and is counted nowhere. Its history stays, and the same file can be uploaded again.',
    reason: 'Reason',
    action: 'Void',
    done: (number: number) =>
      number === 1 ? '1 image was voided.' : `${count(number)} images were voided.`,
  },
  differential: {
    title: 'Running differential',
    target: 'Count to',
    of: (target: number) => `of ${target} white cells`,
    reached: (target: number) => `white cells, ${target} reached`,
    label: 'White cells counted',
    confirmed: (number: number) => `Confirmed ${count(number)}`,
    modelOnly: (number: number) => `Model only ${count(number)}`,
    columns: {
      class: 'Class',
      cells: 'Cells',
      share: '%',
      interval: '95 % CI',
      intervalLong: 'Wilson’s 95 % confidence interval',
    },
    caption: 'Share of the white cells by class, with Wilson’s 95 % interval',
    interval: (low: string, high: string) => `${low}–${high}`,
    erythroblasts: 'Erythroblasts per 100 white cells',
    platelets: 'Platelets, not counted',
    outside: 'Outside what the model knows',
    blind: 'Read blind, not counted yet',
    modelOnlyNote: {
      title: 'Not all of it is confirmed',
      says: (number: number) =>
        number === 1
          ? '1 cell stands where the model placed it and nobody has confirmed it.'
          : `${count(number)} cells stand where the model placed them and nobody has confirmed them.`,
    },
    method:
      'Intervals tell how far chance alone may be off with so few cells, not how far a reader or the model may be.',
    open: 'Differential',
    close: 'Close the differential',
  },
  keys: {
    title: 'Gallery',
    moveTo: 'move to class',
    select: 'select',
    extend: 'extend the selection',
    confirm: 'confirm class',
    open: 'open',
    arrows: 'move',
    review: 'review',
    undo: 'undo',
    all: 'select all of this class that wait',
    none: 'select nothing',
    uncertain: 'uncertain',
    unsuitable: 'unsuitable',
    other: 'other',
    take: 'show what has changed',
  },
  sheet: {
    images: (shown: string, total: string) =>
      shown === total ? `Images ${total}` : `Images, the first ${shown} of ${total}`,
    noVerdict: 'No verdict',
  },
  facts: {
    case: 'Specimen',
    patient: 'Patient',
    accession: 'Accession',
    specimen: 'Specimen',
    stain: 'Stain',
    priority: 'Priority',
    collected: 'Collected',
    received: 'Received',
    due: 'Due',
    opened: 'Entered',
    implicit: 'Opened by an upload that named no case',
    status: 'Status',
    statuses: {
      open: 'Open',
      read: 'Read',
      concluded: 'Concluded',
      withdrawn: 'Withdrawn',
    } as Record<string, string>,
    images: 'Images',
    unread: (number: string, total: string) => `${number} of ${total} without a verdict`,
    number: 'Number',
    name: 'Name',
    sex: 'Sex',
    born: 'Born',
    notes: 'Notes',
    details: 'Clinical details',
    noDetails: 'The sender wrote none.',
    unknown: 'Not known',
    noNotes: 'None',
    correct: 'Edit',
  },
};
