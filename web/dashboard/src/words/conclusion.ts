import { count } from './numbers';

export const conclusionWords = {
  title: 'Conclusion',
  stages: { preliminary: 'Preliminary', final: 'Final', amended: 'Amended' } as Record<
    string,
    string
  >,
  none: 'No conclusion yet.',
  byAt: (name: string, at: string) => `${name}, ${at}`,
  you: 'You',
  somebody: 'A reader',
  phone: 'Open this case on a larger screen to record a conclusion.',
  role: (role: string) =>
    `You see this case as ${role}. Conclusions are recorded by hematologists.`,
  impressions: {
    title: 'Impressions',
    says: 'What the morphology is consistent with, the leading one first.',
    add: 'Add an impression',
    choose: 'Choose a class',
    remove: (name: string) => `Take out ${name}`,
    earlier: (name: string) => `Move ${name} up`,
    later: (name: string) => `Move ${name} down`,
    none: 'None',
  },
  comment: 'Comment',
  commentHint: 'Enter makes a new line, Ctrl-Enter records.',
  tests: 'Confirmatory tests suggested',
  reason: 'Reason for the amendment',
  amendedBecause: (reason: string) => `Amended: ${reason}`,
  stage: 'How far it goes',
  actions: {
    preliminary: 'Record preliminary conclusion',
    final: 'Record final conclusion',
    amend: 'Amend the conclusion',
    open: 'Amend',
  },
  drop: 'Drop this draft',
  draft: (at: string) => `Kept as a draft on this station, ${at}`,
  done: {
    preliminary: 'Recorded as a preliminary conclusion.',
    final: 'Recorded as the final conclusion.',
    amend: 'The conclusion was amended; the earlier one stays in the history.',
  },
  same: 'Nothing was recorded: it says what is concluded already.',
  empty: 'Give an impression or a comment.',
  unread: {
    title: (number: number, total: number) =>
      `${count(number)} of ${count(total)} images are not read`,
    says: 'They can be read before a final conclusion; what it rests on stays in the history.',
  },
  conflict: {
    title: 'The conclusion was not recorded',
    says: 'Somebody changed this case meanwhile; what is recorded now stands beside your form. Yours is kept as a draft. Compare both and record yours again.',
  },
};

export const alarmWords = {
  title: 'Critical findings',
  none: 'None was found or suspected.',
  states: {
    suspected: 'Suspected by the model',
    declared: 'Waits for somebody to be told',
    notified: 'Told',
  } as Record<string, string>,
  since: (at: string) => `since ${at}`,
  escalated: (at: string) => `Nobody was told in time; escalated ${at}.`,
  kinds: { suspected: 'Suspected', declared: 'Declared', verdict: 'Verdict' } as Record<
    string,
    string
  >,
  finding: (kind: string, what: string) => `${kind}: ${what}`,
  seeImage: 'See the image',
  told: (who: string, way: string, at: string) => `${who} was told ${way}, ${at}`,
  readBack: 'and read it back',
  ways: {
    phone: 'by phone',
    in_person: 'in person',
    secure_message: 'by secure message',
    other: 'in another way',
  } as Record<string, string>,
  declare: {
    open: 'Declare a critical finding',
    title: 'Declare a critical finding',
    says: 'The case comes to the top of every reader’s worklist until somebody was told.',
    finding: 'What was found',
    action: 'Declare critical',
    done: 'Declared critical. Tell somebody, and record whom.',
  },
  notify: { open: 'Record who was told' },
};
