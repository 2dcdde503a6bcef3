import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { caseQuery } from '@/api/cases';
import type { Told } from '@/api/history';
import { imageQuery } from '@/api/images';
import { usePanels } from '@/api/panels';
import { patientQuery } from '@/api/patients';
import { usePeople } from '@/api/people';
import { caseState, imageState, patientState, type StateLine } from './states';

interface Stood {
  lines: StateLine[] | undefined;
  /** Whose it is, as far as that is known. */
  patientId: string | undefined;
  caseId: string | undefined;
  /** It was not there yet, or is not for this person to see. */
  fault: unknown;
  waiting: boolean;
}

/** How something stood after a position; without one, how it stands now. `off`: not known yet what to ask for. */
export function useStood(kind: Told, id: string, position: number | undefined, off = false): Stood {
  const asOf = position === undefined ? undefined : String(position);
  const panels = usePanels();
  const nameOf = usePeople();
  const kept = { placeholderData: keepPreviousData };
  const image = useQuery({ ...imageQuery(id, asOf), ...kept, enabled: !off && kind === 'images' });
  const one = useQuery({ ...caseQuery(id, asOf), ...kept, enabled: !off && kind === 'cases' });
  const patient = useQuery({
    ...patientQuery(id, asOf),
    ...kept,
    enabled: !off && kind === 'patients',
  });
  const asked = { images: image, cases: one, patients: patient }[kind];
  const rest = { fault: asked.error, waiting: asked.isPlaceholderData };
  if (kind === 'images') {
    const { data } = image;
    const lines = data && imageState(data, panels.get(data.panel), nameOf);
    return { lines, patientId: data?.patient_id, caseId: data?.case_id, ...rest };
  }
  if (kind === 'cases') {
    const { data } = one;
    return {
      lines: data && caseState(data, nameOf),
      patientId: data?.patient_id,
      caseId: id,
      ...rest,
    };
  }
  const { data } = patient;
  return { lines: data && patientState(data), patientId: id, caseId: undefined, ...rest };
}
