import { blood } from './blood';

export const panelWords = {
  title: 'Panels',
  units: {
    cell: 'An image shows a single cell.',
    field: 'An image shows a whole field.',
  } as Record<string, string>,
  version: (version: number) => (version === 1 ? 'Never revised' : `Version ${version}`),
  columns: {
    key: 'Key',
    name: 'Class',
    code: 'Code',
    icd10: 'ICD-10',
    model: 'Model',
  },
  table: (panel: string) => `Classes of ${panel}, in the order in which they are always shown`,
  critical: 'Critical',
  retired: 'No longer offered',
  known: 'knows it',
  notKnown: 'does not know it',
  predicts: 'Model:',
  noModel: 'No model predicts for this panel; its images are read without one.',
  always: `Beside a panel’s classes a reader can always record ${Object.values(blood.verdicts)
    .map((name) => `“${name}”`)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ')}.`,
  criticalSays:
    'A class marked critical comes to the top of the worklist as soon as it is suspected, and somebody must be told of it.',
  nothing: 'There is no panel.',
  blind: 'Read blind',
  suspectedFrom: (p: string) =>
    `A critical class is suspected from a probability of ${p} on, even where another class leads.`,
  revise: {
    open: 'Revise',
    title: (panel: string) => `Revise “${panel}”`,
    says: 'It holds from now on, for everybody. Verdicts that were given stay as they are; a class that is no longer offered stays readable.',
    panelTitle: 'Name of the panel',
    classes:
      'Classes, in the order in which they are always shown; the first nine have the digits as keys',
    newClass: 'New class',
    name: 'Name',
    code: 'Code',
    icd10: 'ICD-10',
    retired: 'No longer offered',
    takeAway: 'Take away',
    add: 'Add a class',
    up: (name: string) => `${name}: one up`,
    down: (name: string) => `${name}: one down`,
    threshold: 'Critical classes are suspected from this probability on',
    thresholdHint:
      'Between 0.01 and 1. A lower number raises more alarms and misses fewer findings.',
    blind: 'Read blind',
    blindHint:
      'Readers see neither the model nor each other before they have recorded theirs. Nothing is confirmed many at once.',
    action: 'Revise the panel',
    done: (panel: string) => `${panel} was revised.`,
  },
};
