import type { NewPatient } from '@/api/patient-commands';
import type { Patient } from '@/api/patients';

/** What can be typed of a patient; an empty text is nothing. */
export interface PatientForm {
  number: string;
  name: string;
  sex: string;
  born_on: string;
  notes: string;
}

export const EMPTY: PatientForm = { number: '', name: '', sex: '', born_on: '', notes: '' };

export const formOf = (patient: Patient): PatientForm => ({
  number: patient.number,
  name: patient.name,
  sex: patient.sex ?? '',
  born_on: patient.born_on ?? '',
  notes: patient.notes ?? '',
});

export const bodyOf = ({ number, name, sex, born_on, notes }: PatientForm): NewPatient => ({
  number: number.trim(),
  name: name.trim(),
  sex: sex || undefined,
  born_on: born_on || undefined,
  notes: notes || undefined,
});
