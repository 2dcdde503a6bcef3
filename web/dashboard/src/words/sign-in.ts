export const signInWords = {
  title: 'Sign in',
  says: 'Drafts are kept per person on this station.',
  username: 'User name',
  password: 'Password',
  action: 'Sign in',
  wrong: {
    title: 'User name and password do not match',
    text: 'Nothing typed earlier on this station is lost. Check Caps Lock and try again.',
  },
  throttled: {
    title: 'Too many wrong tries',
    text: (seconds: number) =>
      seconds < 90
        ? `Wait ${seconds} s and try again. An administrator can set a new password.`
        : `Wait ${Math.ceil(seconds / 60)} minutes and try again. An administrator can set a new password.`,
  },
  capsLock: 'Caps Lock is on.',
  forgotten: 'Forgotten the password? An administrator can set a new one.',
  here: 'On this station today',
  recorded: 'Every sign-in is recorded.',
};

export const setUpWords = {
  title: 'Set up HemaClassify',
  says: 'Make the first administrator. The link that brought you here works once, and for an hour.',
  noToken: {
    title: 'This page needs the set-up link',
    text: 'The server printed it when it started. Open that link, whole, in this browser. After an hour, or once it was used, start the server again to get another, unless there is an administrator already.',
  },
  notValid: {
    title: 'This link is not valid any more',
    text: 'Nothing was set up. Start the server again: it prints a new link, which works for an hour.',
  },
  isSetUp: {
    title: 'There is an administrator already',
    text: 'The link worked once, or somebody was made administrator on the server. That person can add you under Users.',
  },
  username: 'User name',
  fullName: 'Full name',
  password: 'Password',
  passwordHint: '12 characters or more, and not a common one.',
  again: 'The password again',
  differ: 'The two passwords differ.',
  action: 'Make administrator',
  done: (name: string) => `“${name}” is administrator now`,
  next: 'Sign in with the password you chose, then add the people of the laboratory under Users.',
  signIn: 'Sign in',
};
