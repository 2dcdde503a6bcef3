import { count } from './numbers';

/** `3 cases`. */
const of = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const overviewWords = {
  title: 'Overview',
  days: { label: 'Over which days', d1: 'Today', d14: '14 days', d90: '90 days' },
  panel: { label: 'Panel', all: 'All panels' },
  asTable: 'As table',
  asChart: 'As chart',
  hint: 'Every figure opens the list behind it',
  since: (days: number) => (days === 1 ? 'today' : `in ${days} days`),
  noRate: 'none',
  interval: (from: number, to: number) => `${from.toFixed(2)}–${to.toFixed(2)}`,
  figures: {
    waiting: {
      title: 'Without a verdict',
      of: (all: number) => `of ${of(all, 'image', 'images')} in work`,
    },
    critical: {
      title: 'Critical, nobody told',
      of: (escalated: number, cases: number) =>
        `of ${of(cases, 'case', 'cases')} in work, ${count(escalated)} reminded`,
    },
    overdue: {
      title: 'Overdue',
      of: (cases: number) => `of ${of(cases, 'case', 'cases')} in work`,
    },
    read: {
      title: 'Verdicts today',
      of: (uploads: number) => `${of(uploads, 'image', 'images')} uploaded today`,
    },
    amended: {
      title: 'Amended',
      of: (verdicts: number, share: string) =>
        `of ${of(verdicts, 'verdict', 'verdicts')}, ${share}`,
    },
  },
  perDay: {
    title: 'Images per day',
    day: 'Day',
    uploads: 'Uploaded',
    predictions: 'Predicted',
    verdicts: 'Verdicts',
    amendments: 'Amended',
    none: 'Nothing was uploaded or read in these days.',
    label: (panel: string) => `Images uploaded and verdicts given per day, ${panel}`,
  },
  casesOf: (day: string) => `Cases received on ${day}`,
  imagesOf: (day: string) => `Images uploaded on ${day}`,
  predicted: {
    title: 'Predictions by class, per day',
    of: (all: number) => of(all, 'prediction', 'predictions'),
    label: (panel: string) => `Predictions by class per day, ${panel}`,
    day: 'Day',
    outside: 'Outside',
    all: 'All',
    none: 'No model predicted for this panel in these days.',
  },
  cases: {
    title: 'Cases per day',
    label: 'Cases received and concluded per day',
    day: 'Day',
    received: 'Received',
    concluded: 'Concluded',
    none: 'No case was received or concluded in these days.',
  },
  agreement: {
    title: 'Agreement of readers with the model',
    aside: 'with 95 % intervals',
    way: 'How it was read',
    ways: {
      unaided: 'Read without sight of the model',
      aided: 'Read with the model in view',
      revised: 'Revised with the model in view',
      bulk: 'Confirmed many at once',
    },
    agreed: 'Agree',
    rate: 'Rate, 95 % interval',
    of: (agreed: number, images: number) => `${count(agreed)} of ${of(images, 'image', 'images')}`,
    none: 'none yet',
    beside: (bulk: number, revised: number) =>
      `Not among them: ${of(bulk, 'image', 'images')} confirmed many at once, which can only agree, and ${count(revised)} revised with the model in view.`,
    outside: (images: number) =>
      images === 0
        ? ''
        : `${of(images, 'image', 'images')} outside what the model knows ${images === 1 ? 'is' : 'are'} left out.`,
  },
  matrix: {
    title: 'Model against reader',
    of: (images: number) => `final verdicts on ${of(images, 'image', 'images')}`,
    kappa: 'Cohen’s κ',
    interval: (from: string, to: string) => `95 % interval ${from}–${to}`,
    noKappa: 'No κ yet',
    axes: 'rows: reader, columns: model',
    sensitivity: 'Sens.',
    ppv: 'PPV',
    reader: 'Reader',
    cell: (images: number, reader: string, model: string) =>
      `${of(images, 'image', 'images')}: reader ${reader}, model ${model}`,
    caution:
      'Verdicts given with and without sight of the model are counted together, so that agreement is likely higher than between independent readings.',
    abstained: (n: number) =>
      n === 0 ? '' : `${of(n, 'image', 'images')} without a class as verdict are left out.`,
    none: 'No image of this panel has both a prediction and a final verdict yet.',
    share: (part: number, all: number) => `${count(part)} of ${count(all)}`,
    table: {
      class: 'Class',
      sensitivity: 'Sensitivity',
      ppv: 'Positive predictive value',
      with: (rate: string) => `${rate}, 95 % interval`,
    },
  },
  classes: {
    title: 'Classes',
    aside: 'since the beginning',
    class: 'Class',
    predictions: 'Predicted',
    verdicts: 'Verdicts',
    none: 'Nothing was predicted or read against this panel yet.',
    of: (part: number, all: number) => `${count(part)} of ${count(all)}`,
  },
  turnaround: {
    title: 'Turnaround',
    aside: 'received to first final conclusion',
    priority: 'Priority',
    cases: 'Cases',
    median: 'Median',
    p90: '90th percentile',
    none: 'none concluded',
  },
  decisions: {
    title: 'Needs a look',
    aside: 'images in work, with 95 % intervals',
    outside: 'Outside what the model knows',
    ofPredicted: (all: number) => `of ${of(all, 'image', 'images')} predicted`,
    disagree: 'Model and reader disagree',
    uncertain: 'Verdict “uncertain”',
    unsuitable: 'Verdict “unsuitable”',
    other: 'Verdict “other”',
    ofClassed: (all: number) => `of ${of(all, 'image', 'images')} with both`,
    ofVerdicts: (all: number) => `of ${of(all, 'verdict', 'verdicts')}`,
  },
};
