import { usePatient } from '@/api/use-case-now';

/** A patient's number, by id. Never cut off. */
export function PatientNumber({ id }: { id: string }) {
  const patient = usePatient(id);
  return (
    <span className="font-semibold" title={patient?.name}>
      {patient?.number}
    </span>
  );
}
