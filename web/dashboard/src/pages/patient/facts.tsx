import type { Patient } from '@/api/patients';
import { patientWords, onePatientWords as words } from '@/words/patients';
import { age, onDay } from '@/words/time';

/** Who it is, on one line; what was noted, below. */
export function PatientFacts({ patient }: { patient: Patient }) {
  const { name, sex, born_on, registered_at, notes, images_total, images_unverified } = patient;
  const facts = [
    sex && patientWords.sexes[sex],
    born_on && words.born(onDay(born_on), age(born_on)),
    words.registered(onDay(registered_at)),
    words.images(images_unverified, images_total),
  ];
  return (
    <div className="flex-none border-b border-line px-4 py-2 max-rail:px-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <b className="text-id font-semibold">{name}</b>
        {facts.filter(Boolean).map((fact) => (
          <span key={fact} className="text-small text-ink-3">
            {fact}
          </span>
        ))}
      </div>
      {notes && <p className="max-w-[80ch] pt-1 text-ink-2">{notes}</p>}
    </div>
  );
}
