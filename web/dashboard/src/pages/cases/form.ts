import type { CaseCorrection, NewCase } from '@/api/case-commands';
import type { Case } from '@/api/cases';
import { touched } from '@/ui/differences';
import { fromLocal, toLocal } from '@/words/local-time';

/** What can be typed of a case; an empty text is nothing, times are the station's. */
export interface CaseForm {
  accession: string;
  specimen: string;
  priority: string;
  received_at: string;
  collected_at: string;
  stain: string;
  clinical_details: string;
}

export const EMPTY: CaseForm = {
  accession: '',
  specimen: 'peripheral_blood',
  priority: 'routine',
  received_at: '',
  collected_at: '',
  stain: '',
  clinical_details: '',
};

export const formOf = (one: Case): CaseForm => ({
  accession: one.accession ?? '',
  specimen: one.specimen,
  priority: one.priority,
  received_at: toLocal(one.received_at),
  collected_at: toLocal(one.collected_at),
  stain: one.stain ?? '',
  clinical_details: one.clinical_details ?? '',
});

export const bodyOf = (form: CaseForm): NewCase => ({
  accession: form.accession.trim() || undefined,
  specimen: form.specimen as NewCase['specimen'],
  priority: form.priority as NewCase['priority'],
  received_at: fromLocal(form.received_at),
  collected_at: fromLocal(form.collected_at),
  stain: form.stain || undefined,
  clinical_details: form.clinical_details || undefined,
});

/** What to correct: the fields that were touched since the case was seen. */
export function correctionOf(seen: CaseForm, form: CaseForm): CaseCorrection {
  const body = touched(seen, form);
  for (const name of ['received_at', 'collected_at'] as const) {
    const text = body[name];
    if (text) body[name] = fromLocal(text) ?? null;
  }
  return body as CaseCorrection;
}
