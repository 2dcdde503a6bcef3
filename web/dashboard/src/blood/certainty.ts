import type { Prediction } from '@/api/images';

/** How certain a model may be said to be. Ink draws it: filled, hatched, dashed outline. */
export type Certainty = 'sure' | 'unsure' | 'outside';

/** Below this probability of the leading class the model is said to be unsure. */
export const SURE_FROM = 0.8;

export function certaintyOf(prediction: Pick<Prediction, 'inside' | 'confidence'>): Certainty {
  if (!prediction.inside) return 'outside';
  return prediction.confidence >= SURE_FROM ? 'sure' : 'unsure';
}

/** The leading class, which is none where the model is outside what it knows. */
export function leadingOf(prediction: Pick<Prediction, 'inside' | 'label'>): string | null {
  return prediction.inside ? prediction.label : null;
}

/** The second class, for a model that is unsure between two. */
export function runnerUp({ probabilities, label }: Pick<Prediction, 'probabilities' | 'label'>) {
  return probabilities.filter((one) => one.label !== label).toSorted((a, b) => b.p - a.p)[0];
}
