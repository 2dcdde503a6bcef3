import { useMutation } from '@tanstack/react-query';
import { api, got, ifMatch } from './client';
import { keys } from './keys';
import { queries } from './queries';

/** What a reader says of an image, and what it was said against. */
export interface GivenVerdict {
  image: string;
  label: string;
  comment?: string | undefined;
  reason?: string | undefined;
  /** One of many that are confirmed at once. */
  bulk?: boolean;
  /** The image's revision when it was read. */
  revision: number;
  /** The same key is done once, however often it is sent. */
  key: string;
}

/** Sends a verdict. It is sent to its end even when the page is left meanwhile. */
export const sendVerdict = ({ image, label, comment, reason, bulk, revision, key }: GivenVerdict) =>
  got(
    api.PUT('/api/v1/images/{id}/verdict', {
      params: {
        path: { id: image },
        header: { ...ifMatch(revision), 'Idempotency-Key': key },
      },
      body: { label, comment, reason, bulk },
      keepalive: true,
    }),
  );

/** The case comes to the top of every reader's worklist until somebody was told. */
export const useDeclareCritical = (caseId: string) =>
  useMutation({
    mutationFn: (finding: string) =>
      got(
        api.POST('/api/v1/cases/{id}/critical', {
          params: { path: { id: caseId } },
          body: { finding },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.one('cases', caseId) }),
  });
