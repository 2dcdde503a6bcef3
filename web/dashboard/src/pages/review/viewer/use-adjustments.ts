import { useState } from 'react';
import { type Adjustments, AS_TAKEN, isAsTaken } from './adjust';

const keyOf = (caseId: string) => `hema.view.${caseId}`;

/** How the images of a case are shown in this window. */
export function adjustmentsOf(caseId: string | undefined): Adjustments {
  try {
    const found = caseId && sessionStorage.getItem(keyOf(caseId));
    return found ? { ...AS_TAKEN, ...JSON.parse(found) } : AS_TAKEN;
  } catch {
    return AS_TAKEN;
  }
}

/** The adjustments of a case: all of its images are shown with them, until they are reset or the window is closed. */
export function useAdjustments(
  caseId: string | undefined,
): [Adjustments, (next: Adjustments) => void] {
  const [state, setState] = useState(() => ({ caseId, value: adjustmentsOf(caseId) }));
  let now = state;
  if (state.caseId !== caseId) {
    now = { caseId, value: adjustmentsOf(caseId) };
    setState(now);
  }
  const set = (value: Adjustments) => {
    setState({ caseId, value });
    if (!caseId) return;
    if (isAsTaken(value)) sessionStorage.removeItem(keyOf(caseId));
    else sessionStorage.setItem(keyOf(caseId), JSON.stringify(value));
  };
  return [now.value, set];
}
