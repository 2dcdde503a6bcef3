import type { Told } from './stream';

/** Tells on what a stream tells, and returns how to close it. */
type Open = (tell: (told: Told) => void) => () => void;
/** What tabs say to each other: what the stream told, or that a new one asks how it stands. */
type Said = Told | { kind: 'ask' };

const NAME = 'hema.live';

/**
 * One stream for all tabs of a browser, which opens no more than six connections to a server without HTTP/2:
 * the tab that holds the lock follows the server and tells the others, which take over when it is closed.
 */
export function shared(open: Open): Open {
  // Locks are there on trustworthy addresses only; elsewhere each tab has a stream of its own.
  if (!globalThis.navigator?.locks) return open;
  return (tell) => {
    const channel = new BroadcastChannel(NAME);
    const stop = new AbortController();
    const say = (said: Said) => channel.postMessage(said);
    let leads = false;
    let heard = false;
    let standing: Told | null = null;

    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if (data.kind === 'ask') {
        if (leads && standing) say(standing);
        return;
      }
      heard = true;
      tell(data);
    };
    say({ kind: 'ask' });

    const lead = () => {
      leads = true;
      const close = open((told) => {
        if (told.kind === 'open' || told.kind === 'lost') standing = told;
        tell(told);
        say(told);
        if (told.kind !== 'open' || !heard) return;
        // Between the stream of the tab that led before and this one something may have happened.
        heard = false;
        tell({ kind: 'reset' });
        say({ kind: 'reset' });
      });
      return new Promise<void>((release) => {
        stop.signal.addEventListener('abort', () => {
          close();
          release();
        });
      });
    };
    navigator.locks.request(NAME, { signal: stop.signal }, lead).catch(() => {
      // Stopped before it was this tab's turn.
    });
    return () => {
      stop.abort();
      channel.close();
    };
  };
}
