import { count } from './numbers';

export const patientWords = {
  title: 'Patients',
  search: 'Number or name',
  columns: {
    state: 'State',
    number: 'Number',
    name: 'Name',
    sex: 'Sex',
    born: 'Born',
    age: 'Age',
    images: 'Images',
    registered: 'Registered',
  },
  unread: (n: number) => (n === 1 ? '1 unread' : `${count(n)} unread`),
  read: 'All read',
  noImage: 'No image',
  sexes: { female: 'Female', male: 'Male', other: 'Other', unknown: 'Unknown' } as Record<
    string,
    string
  >,
  hold: 'Legal hold',
  shown: (shown: string, total: string) => `${shown} of ${total} shown`,
  fresh: (n: number) => (n === 1 ? '1 new patient' : `${count(n)} new patients`),
  takeFresh: 'show what is new',
  empty: {
    none: 'No patient is registered. Add the first one, then open a case and upload images to it.',
    noneToRead: 'No patient is registered yet. Technologists add them.',
    filtered: (q: string) => `No patient in work matches “${q}”.`,
    clear: 'Clear search',
  },
  fields: {
    number: 'Patient number',
    numberHint: 'The number that the laboratory knows the patient by; each only once.',
    name: 'Name',
    sex: 'Sex',
    sexNotSaid: 'Not said',
    born: 'Day of birth',
    notes: 'Notes',
  },
  add: {
    open: 'Add patient',
    key: 'add patient',
    title: 'Add patient',
    action: 'Add patient',
    done: (number: string) => `Patient ${number} was added.`,
  },
  edit: {
    open: 'Edit',
    title: (number: string) => `Edit patient ${number}`,
    says: 'What was there before stays in the history.',
    action: 'Save changes',
    done: (number: string) => `Patient ${number} was changed.`,
    meanwhile: 'Somebody changed this patient meanwhile',
    meanwhileSays: (fields: string) =>
      `Changed meanwhile: ${fields}. What you typed is kept; what you did not touch stays as the other person left it. Save again to record yours.`,
  },
  remove: {
    open: 'Remove from work',
    title: (number: string) => `Remove patient ${number} from work?`,
    says: 'The patient and all cases and images leave every list. The history stays.',
    reason: 'Why',
    action: 'Remove from work',
    done: (number: string) => `Patient ${number} was removed from work.`,
  },
  merge: {
    open: 'Merge into another record',
    title: (number: string) => `Merge patient ${number} into another record`,
    says: 'For one person who was entered twice. Cases and images belong to the other record from then on; this one stays in the history and takes nothing new.',
    search: 'Number or name of the record that stays',
    from: 'This record ends',
    into: 'This record stays',
    choose: 'Choose the record that stays.',
    none: (q: string) => `No other patient matches “${q}”.`,
    reason: 'Why the two are one patient',
    action: 'Merge',
    actionInto: (from: string, into: string) => `Merge ${from} into ${into}`,
    done: (from: string, into: string) => `Patient ${from} is part of ${into} now.`,
  },
  placeHold: {
    open: 'Place a legal hold',
    title: (number: string) => `Place a legal hold on patient ${number}`,
    says: 'Nobody can erase the data until it is lifted. Work goes on as before.',
    reason: 'Why',
    action: 'Place legal hold',
    done: (number: string) => `Patient ${number} is under a legal hold.`,
  },
  liftHold: {
    open: 'Lift the legal hold',
    title: (number: string) => `Lift the legal hold on patient ${number}?`,
    says: 'The data can be erased again afterwards.',
    reason: 'Why',
    action: 'Lift legal hold',
    done: (number: string) => `The legal hold on patient ${number} was lifted.`,
  },
  erase: {
    open: 'Erase for good',
    title: (number: string) => `Erase patient ${number} for good?`,
    says: 'The personal data and every image are destroyed and cannot be brought back, by anybody. The history keeps that there was a patient and that it was erased.',
    number: (number: string) => `Type the patient number ${number}`,
    password: 'Your password again',
    action: 'Erase for good',
    done: (number: string) => `Patient ${number} was erased.`,
  },
};

export const onePatientWords = {
  title: (number: string) => `Patient ${number}`,
  unread: 'Patient',
  tabs: { label: 'What is shown', cases: 'Cases', images: 'Images' },
  born: (day: string, age: string | null) => (age ? `born ${day}, ${age}` : `born ${day}`),
  registered: (at: string) => `registered ${at}`,
  images: (unread: number, total: number) =>
    total === 0
      ? 'No image yet'
      : `${count(unread)} of ${count(total)} ${total === 1 ? 'image' : 'images'} without a verdict`,
  menu: 'More that can be done with this patient',
  openCase: 'Open case',
  history: 'History',
  removed: {
    title: 'Removed from work',
    says: (at: string) =>
      `This patient was removed on ${at}. What was recorded stays in the history.`,
  },
  merged: {
    title: 'Merged into another record',
    says: 'Cases and images belong to the other record now.',
    open: 'Open that record',
  },
  erased: {
    title: 'Erased',
    says: 'The personal data and the images were destroyed. The history keeps that there was a patient.',
  },
  onHold: {
    title: 'Legal hold',
    says: 'The data must be kept: nobody can erase it until the hold is lifted.',
  },
  noCase: 'No case yet. Open one for the first specimen, then upload its images.',
  noCaseToRead: 'No case yet. Technologists open them.',
  noImage: 'No image yet. Images are uploaded to a case.',
};
