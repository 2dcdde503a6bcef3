import { count, total } from './numbers';
import { atSecond, when } from './time';

/** The server counts lag up to here. */
const COUNTED = 10_000;

const functions: Record<string, { name: string; says: string }> = {
  classify: { name: 'Classify', says: 'asks the model about new images' },
  backfill: { name: 'Backfill', says: 'asks the model about earlier images' },
  renditions: { name: 'Renditions', says: 'prepares previews, thumbnails and tiles' },
  forgetting: { name: 'Forgetting', says: 'clears away what was erased' },
};

const readModels: Record<string, string> = {
  users: 'Users',
  patients: 'Patients',
  cases: 'Cases',
  images: 'Images',
  panels: 'Panels',
  models: 'Models',
  statistics: 'Figures',
  access: 'Access record',
};

export const operationsWords = {
  title: 'Operations',
  readAt: (at: number) => `Read at ${atSecond(at)}, again every 5 s`,
  well: 'Everything is up to date, and nothing is put aside.',
  nothing: 'Nothing is put aside.',
  stopped: {
    title: 'The read models do not go on',
    says: (reason: string) =>
      `${reason} What is shown may be out of date; what is recorded is safe. It is tried again and again.`,
  },
  rebuilding: {
    title: 'The read models are being rebuilt',
    says: 'What is shown may be incomplete until they have caught up. Nothing is lost.',
  },
  readModels: {
    title: 'Read models',
    table: 'How far each read model is',
    says: 'What the pages show, made from the log of events.',
    name: 'Read model',
    state: 'State',
    position: 'Position',
    names: (name: string) => readModels[name] ?? name,
    current: 'Up to date',
    behind: (lag: number) =>
      `${total(Math.min(lag, COUNTED), lag >= COUNTED)} ${lag === 1 ? 'event' : 'events'} behind`,
    catchingUp: 'Catching up',
  },
  functions: {
    title: 'Functions',
    table: 'The functions’ queues',
    says: 'What is done about an event after it was recorded.',
    name: 'Function',
    inFlight: 'Under way',
    parked: 'Put aside',
    position: 'Settled to',
    names: (name: string) => functions[name]?.name ?? name,
    does: (name: string) => functions[name]?.says,
  },
  position: (position: number | null | undefined) => (position == null ? '–' : count(position)),
  parked: {
    title: 'Put aside',
    says: 'Events that a function could not deal with. The rest goes on without them.',
    by: (names: readonly string[]) => names.join(', '),
    tried: (times: number) => {
      if (times === 0) return 'given up at once';
      return times === 1 ? 'tried again once' : `tried again ${count(times)} times`;
    },
    since: (at: string) => `since ${when(at)}`,
    history: 'History',
    again: 'Deliver again',
    allAgain: (number: number) => `Deliver all ${count(number)} again`,
    done: (number: number) =>
      `Delivered again to ${number === 1 ? 'one function' : `${count(number)} functions`}.`,
    allDone: (number: number) =>
      `${number === 1 ? 'One event was' : `${count(number)} events were`} delivered again.`,
  },
};
