/** What is said of verdicts that did not go. */
export const outboxWords = {
  refused: 'The verdict was not recorded',
  kept: 'Yours is kept as a draft.',
  look: 'Look at the image',
  notSent: 'The verdict is not sent yet',
  notSentSays:
    'The server does not answer. The verdict is kept on this station and sent by itself.',
};
