import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { Children, type ReactNode, useDeferredValue, useEffect, useState } from 'react';
import { casesQuery } from '@/api/cases';
import { patientsQuery } from '@/api/patients';
import { useMe, useRole } from '@/api/session';
import { paths } from '@/paths';
import { useStore } from '@/store';
import { Icon, type IconName } from '@/ui/icon';
import { blood } from '@/words/blood';
import { shell } from '@/words/shell';
import { when } from '@/words/time';
import { layer } from './layers';
import { useMyItems } from './me-menu';
import { usePlaces } from './places';

const FOUND = 6;
const QUIET_MS = 120;

/** Finds patients, cases, pages and what can be done here, by a few letters. */
export function Palette() {
  const open = useStore(layer) === 'palette';
  return (
    <Radix.Root open={open} onOpenChange={(next) => layer.set(next ? 'palette' : null)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-dialog bg-raised shadow-float"
        >
          <Radix.Title className="sr-only">{shell.palette.title}</Radix.Title>
          <Search />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Search() {
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const places = usePlaces(useMe().role);
  const actions = useMyItems().filter((item) => item !== null);
  const navigate = useNavigate();
  const close = () => layer.set(null);
  const go = (to: string) => () => {
    close();
    void navigate({ to });
  };
  const matches = (name: string) => name.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <Command label={shell.palette.title} shouldFilter={false} loop>
      <div className="flex items-center gap-2 border-b border-line px-3.5 text-ink-3">
        <Icon name="search" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={shell.palette.placeholder}
          className="h-12 grow bg-transparent text-id text-ink outline-none"
        />
      </div>
      <Command.List className="max-h-[min(440px,60vh)] overflow-auto p-1.5">
        <Command.Empty className="px-2 py-3 text-ink-3">
          {shell.palette.none(text.trim())}
        </Command.Empty>
        {asked.length > 1 && <Found text={asked} go={go} />}
        <Group title={shell.palette.pages}>
          {places
            .filter(({ name }) => matches(name))
            .map(({ path, name, icon }) => (
              <Line key={path} id={path} icon={icon} name={name} onSelect={go(path)} />
            ))}
        </Group>
        {text.trim() !== '' && (
          <Group title={shell.palette.actions}>
            {actions
              .filter(({ label }) => matches(label))
              .map(({ label, icon, onSelect }) => (
                <Line
                  key={label}
                  id={label}
                  icon={icon ?? 'more'}
                  name={label}
                  onSelect={() => {
                    close();
                    onSelect();
                  }}
                />
              ))}
          </Group>
        )}
      </Command.List>
    </Command>
  );
}

function Found({ text, go }: { text: string; go: (to: string) => () => void }) {
  const mayRead = useRole('technologist', 'hematologist', 'admin');
  const patients = useInfiniteQuery({
    ...patientsQuery({ q: text, limit: FOUND }),
    enabled: mayRead,
  });
  const cases = useInfiniteQuery({ ...casesQuery({ q: text, limit: FOUND }), enabled: mayRead });
  return (
    <>
      <Group title={shell.palette.cases}>
        {cases.data?.rows.slice(0, FOUND).map((one) => (
          <Line
            key={one.id}
            id={one.id}
            icon="case"
            name={one.accession ?? blood.noAccession}
            more={shell.palette.caseOf(
              one.patient_number,
              blood.specimens[one.specimen] ?? one.specimen,
              when(one.received_at),
            )}
            onSelect={go(paths.case(one.id))}
          />
        ))}
      </Group>
      <Group title={shell.palette.patients}>
        {patients.data?.rows.slice(0, FOUND).map(({ id, number, name }) => (
          <Line
            key={id}
            id={id}
            icon="person"
            name={number}
            more={name}
            onSelect={go(paths.patient(id))}
          />
        ))}
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  if (Children.count(children) === 0) return null;
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

interface LineProps {
  id: string;
  icon: IconName;
  name: string;
  more?: string;
  onSelect: () => void;
}

const Line = ({ id, icon, name, more, onSelect }: LineProps) => (
  <Command.Item
    value={id}
    onSelect={onSelect}
    className="flex h-9 items-center gap-2.5 rounded-box px-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent max-rail:h-11"
  >
    <Icon name={icon} />
    <span className="flex-none font-medium">{name}</span>
    {more && <span className="truncate text-ink-3">{more}</span>}
  </Command.Item>
);

/** A text once the typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(settled);
}
