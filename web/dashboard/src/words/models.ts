import { count } from './numbers';

const images = (number: number) => (number === 1 ? '1 image' : `${count(number)} images`);

export const modelWords = {
  title: 'Models',
  packs: 'Models by panel',
  chosen: 'The model that is chosen',
  active: 'Active',
  none: 'No model predicts for this panel.',
  noPack: 'There is no model for this panel. Its images are read without one.',
  nothing:
    'No model is installed: every image is read without one. Put a pack into the server’s folder of models and start the server again.',
  statement: 'What is told with every answer',
  facts: {
    panel: 'Panel',
    labels: 'Classes',
    network: 'Network',
    licence: 'Licence of the weights',
    since: 'Known since',
    digest: 'Digest',
  },
  panelVersion: (panel: string, version: number) => `${panel}, version ${version}`,
  older: {
    title: 'The panel has been revised since',
    says: (made: number, now: number) =>
      `This model was made for version ${made} of the panel; it is at version ${now} now.`,
  },
  card: 'Its card, in its makers’ words',
  noCard: 'This model came without a card: nothing is known of what it learned from or how it did.',
  matrix: {
    label: 'Confusion matrix: rows are the true classes, columns the model’s answers',
    truth: 'True class',
    right: 'Right',
    rightOf: (right: number, of: number) => `${count(right)} of ${count(of)}`,
    none: 'none',
  },
  answers: {
    title: 'How often its answers were right, by how sure it was',
    band: 'Model’s probability',
    right: 'Right',
    rate: 'Share, 95 % interval',
    between: (from: number, to: number) => `${from.toFixed(2)} to ${to.toFixed(2)}`,
    of: (right: number, images: number) => `${count(right)} of ${count(images)}`,
    share: (share: number, interval: { from: number; to: number } | null) =>
      interval ? `${share.toFixed(3)} (${interval.from.toFixed(3)}–${interval.to.toFixed(3)})` : '',
    set: (set: string) => `Counted on: ${set.replace(/\.$/, '')}.`,
    calibrated: 'Its probabilities were fitted to how often they are right.',
    notCalibrated:
      'Its probabilities were never fitted to how often they are right: they order the classes and promise no more.',
  },
  activate: {
    open: 'Activate',
    title: (model: string) => `Activate ${model}?`,
    says: (panel: string) =>
      `From now on it predicts for ${panel}. Readers see its answers on every image uploaded from then on.`,
    instead: (before: string) => `${before} stops; what it predicted stays with the images.`,
    action: (panel: string) => `Activate for ${panel}`,
    done: (model: string, panel: string) => `${model} predicts for ${panel} now.`,
    already: (model: string, panel: string) => `${model} was already active for ${panel}.`,
  },
  backfill: {
    open: 'Predict for earlier images',
    title: 'Predict for earlier images?',
    counting: 'Counting the images that have no prediction of this model.',
    unknown: 'The images that have no prediction of this model cannot be counted now.',
    none: (panel: string) => `Every image of ${panel} in work has a prediction of this model.`,
    waiting: (number: number, panel: string) =>
      `${images(number)} of ${panel} in work ${number === 1 ? 'has' : 'have'} no prediction of this model.`,
    says: 'It predicts for them one after another; new uploads come first. Verdicts that were given stay as they are.',
    action: (number: number | null) =>
      number === 0
        ? 'Nothing to predict'
        : `Predict for ${number === null ? 'them' : images(number)}`,
    done: 'The model predicts for earlier images now. The predictions appear by themselves.',
  },
};
