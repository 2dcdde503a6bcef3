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
};
