import { useEffect, useState } from 'react';
import { type Explanation, explanationOf, useAskWhere } from '@/api/explanations';
import type { Image, Prediction } from '@/api/images';
import { usePanels } from '@/api/panels';
import { currentPrediction } from '../order';

/** The map of where the model sees a label: off for every image, until it is asked for. */
export interface MapState {
  prediction: Prediction | null;
  /** The label that is looked for; none while the map is off. */
  label: string | null;
  answer: Explanation | undefined;
  /** The question itself did not arrive. */
  unasked: boolean;
  toggle: () => void;
  /** Looks for a label, also once more after it could not be found. */
  look: (label: string) => void;
}

export function useMap(image: Image | undefined): MapState {
  const panel = usePanels().get(image?.panel ?? '');
  const prediction = image ? currentPrediction(image, panel) : null;
  const [label, setLabel] = useState<string | null>(null);
  const ask = useAskWhere(image?.id ?? '');
  const { reset } = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: on another image it is off again.
  useEffect(() => {
    setLabel(null);
    reset();
  }, [image?.id, reset]);

  const answer =
    image && prediction && label ? explanationOf(image, prediction.model, label) : undefined;
  const look = (wanted: string) => {
    if (!image || !prediction) return;
    setLabel(wanted);
    const known = explanationOf(image, prediction.model, wanted);
    if (!known || known.status === 'failed') ask.mutate({ model: prediction.model, label: wanted });
  };
  const toggle = () => {
    if (label) setLabel(null);
    else if (prediction) look(prediction.label);
  };
  return { prediction, label, answer, unasked: ask.isError, toggle, look };
}
