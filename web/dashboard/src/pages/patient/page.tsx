import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { patientQuery } from '@/api/patients';
import { useRole } from '@/api/session';
import { RegisterDialog } from '@/pages/cases/register-dialog';
import { paths } from '@/paths';
import { Page } from '@/shell/page';
import { Note } from '@/ui/note';
import { Tabs } from '@/ui/tabs';
import { WaitingRows } from '@/ui/waiting';
import { onePatientWords as words } from '@/words/patients';
import { say } from '@/words/problems';
import { PatientActions } from './actions';
import { PatientCases } from './cases';
import { PatientFacts } from './facts';
import { PatientImages } from './images';
import { Standing } from './standing';

export function PatientPage() {
  const { id } = useParams({ from: '/in/patients/$id' });
  const { tab } = useSearch({ from: '/in/patients/$id' });
  const navigate = useNavigate({ from: '/patients/$id' });
  const [opening, setOpening] = useState(false);
  const registers = useRole('technologist');
  const { data: patient, error } = useQuery(patientQuery(id));

  if (!patient)
    return (
      <Page title={words.unread}>
        {error ? (
          <div className="p-4">
            <Note tone="overdue" title={say(error).title} alert>
              {say(error).text}
            </Note>
          </div>
        ) : (
          <WaitingRows />
        )}
      </Page>
    );
  const works = !patient.removed_at && !patient.merged_into && !patient.erased;
  const mayOpen = registers && works;
  return (
    <Page
      title={words.title(patient.number)}
      live
      actions={
        <PatientActions patient={patient} works={works} onOpenCase={() => setOpening(true)} />
      }
    >
      <PatientFacts patient={patient} />
      <Standing patient={patient} />
      <Tabs
        label={words.tabs.label}
        value={tab ?? 'cases'}
        onChange={(next) =>
          void navigate({
            search: { tab: next === 'images' ? 'images' : undefined },
            replace: true,
          })
        }
        tabs={[
          {
            value: 'cases',
            label: words.tabs.cases,
            content: <PatientCases id={id} mayOpen={mayOpen} />,
          },
          { value: 'images', label: words.tabs.images, content: <PatientImages id={id} /> },
        ]}
      />
      {opening && (
        <RegisterDialog
          patient={id}
          onOpened={(opened) => void navigate({ to: paths.case(opened) as '/' })}
          onClose={() => setOpening(false)}
        />
      )}
    </Page>
  );
}
