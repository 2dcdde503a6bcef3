import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './problem';

const TRIES = 3;

/** What the pages have read. The live stream says what has changed, so that nothing is asked for on a whim. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, error) => count < TRIES && isPassing(error),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
