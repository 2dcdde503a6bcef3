import { count } from './numbers';

const files = (number: number) => (number === 1 ? '1 file' : `${count(number)} files`);

export const uploadWords = {
  title: 'Upload',
  changeCase: 'Change case',
  chooseCase: 'Choose case',
  needsCase: {
    title: 'Choose the case first',
    says: 'Images are recorded under its two identifiers. Search for it, scan its accession number, or open one for a patient.',
  },
  drop: {
    title: 'Drop files or whole folders',
    now: 'Let go to add them',
    says: 'JPEG, PNG, TIFF, BMP or WebP. Hundreds at once are fine.',
    files: 'Choose files',
    folder: 'Choose folder',
    none: 'There was no file in what was dropped.',
    twice: (number: number) =>
      `${files(number)} ${number === 1 ? 'was' : 'were'} in the list already and not added again.`,
    unreadable: 'A folder could not be read. Nothing of it was added; choose it again.',
  },
  options: {
    panel: 'Panel',
    unit: { cell: 'single cells', field: 'whole fields' } as Record<string, string>,
    noModel: 'No model answers for this panel; its images are read without one.',
    objective: 'Objective',
    objectiveHint: 'such as 100× oil',
    scale: 'Scale, µm per pixel',
    scaleHint: 'empty: not calibrated, no scale',
    scaleFault: 'A number above 0, such as 0.07.',
    scanner: 'Scanner or camera',
    forNext: 'These count for files added from now on.',
  },
  progress: {
    title: (done: string, all: string) => `${done} of ${all} uploaded`,
    said: (parts: readonly string[]) => parts.join(', '),
    refused: (number: number) => `${count(number)} refused`,
    failed: (number: number) => `${count(number)} failed`,
    here: (number: number) => `${count(number)} already here`,
    left: (time: string) => `${time} left`,
    paused: 'paused',
    held: 'The server does not answer. The files stay in the list and go on by themselves.',
    ended: 'Your session has ended. The files stay in the list and go on when you sign in again.',
    pause: 'Pause',
    goOn: 'Go on',
    retry: 'Retry failed',
    retryNow: 'Try now',
    clear: 'Clear finished',
    open: 'Open the case',
    stay: 'You can work on other pages meanwhile; closing the tab asks first.',
    label: 'Uploaded',
  },
  figures: {
    uploaded: 'uploaded',
    read: 'read by the model',
    sending: 'in progress',
    waiting: 'waiting',
    refused: 'refused',
    failed: 'failed',
    duplicate: (number: number) => (number === 1 ? 'duplicate' : 'duplicates'),
  },
  list: {
    title: 'Files',
    all: 'All',
    open: 'In progress',
    done: 'Done',
    columns: { picture: 'Picture', file: 'File', size: 'Size', state: 'State', end: 'Ended' },
    empty: 'No file yet. Drop some above; they are listed here with how far each is.',
    emptyFilter: 'No file is here now.',
    showAll: 'Show all',
    remove: (name: string) => `Take ${name} out of the list`,
  },
  states: {
    waiting: 'Waiting',
    again: 'Waiting for the connection',
    percent: (share: number) => `${share} %`,
    checking: 'Being checked',
    reading: 'Uploaded, the model is reading it',
    uploaded: 'Uploaded',
    unsure: (name: string) => `${name}, unsure`,
    outside: 'Outside what the model knows',
    notRead: 'Uploaded, the model could not read it',
    refused: 'Refused',
    failed: 'Not uploaded',
    duplicate: 'Already here',
  },
  looks: {
    title: 'Needs a look',
    none: 'Nothing. Refused files, duplicates and possible mix-ups are explained here.',
    copy: 'Copy this list',
    copied: 'The list was copied.',
    open: 'Open it',
    refused: (name: string) => `${name} was refused`,
    failed: (name: string) => `${name} was not uploaded`,
    kept: (others: number) =>
      others === 0
        ? 'Nothing of it was kept.'
        : `Nothing of it was kept; the other ${count(others)} are not affected.`,
    failedKept: 'It stays in the list; retry it when the cause is gone.',
    duplicateHere: (name: string) => `${name} is already in this case`,
    duplicateElsewhere: (name: string) => `${name} is in another case of this patient`,
    duplicate: (at: string) =>
      `The same bytes were uploaded before (${at}). It was not added twice`,
    duplicateUnknown: 'The same bytes were uploaded before. It was not added twice.',
    verdict: (has: boolean) => (has ? ' and keeps its verdict.' : '.'),
    mixUp: (name: string) => `${name} may be mixed up`,
    mixUpSays:
      'The same picture was uploaded as an image of another patient. It was taken in; find out whose it is, then reassign or void the wrong one.',
  },
  /** The server's reasons in the words of the bench, each with what to do. */
  reasons: [
    [/^the file is empty/, () => 'The file is empty. Export it again and drop it here.'],
    [
      /^the file is not a/,
      () =>
        'This is not a picture that can be read. Leave it out, or export it as JPEG, PNG or TIFF.',
    ],
    [
      /^the file has ([\d,.]+) bytes; ([\d,.]+)/,
      (_: string, has = '', may = '') =>
        `The file is too large: ${has} bytes, ${may} are allowed. Export it smaller and drop it here.`,
    ],
    [
      /^the picture has (.+) pixels; (.+) in all/,
      (_: string, has = '', may = '') =>
        `The picture is too large: ${has} pixels, ${may} in all are allowed. Export it smaller and drop it here.`,
    ],
    [
      /^the picture is damaged/,
      () =>
        'The picture is damaged, or the file ends before its end. Export it again from the microscope and drop it here.',
    ],
    [/^the picture cannot be read now/, () => 'It could not be checked just now. Drop it again.'],
  ] as readonly (readonly [RegExp, (...found: string[]) => string])[],
  keys: { title: 'Upload', pause: 'pause', retry: 'retry failed' },
  status: {
    rate: (rate: string) => `${rate}/s`,
    idle: 'Nothing is being uploaded',
    count: (done: string, all: string) => `${done} of ${all} files`,
  },
};

/** Why a file was refused, and what to do. */
export function refusal(says: string | null): string {
  if (!says) return '';
  for (const [pattern, word] of uploadWords.reasons) {
    const found = pattern.exec(says);
    if (found) return word(...found);
  }
  const sentence = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
