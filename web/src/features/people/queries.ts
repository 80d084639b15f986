import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';

const FRESH = 5 * 60_000;

/** What somebody looks like, as an address that a page may show; null for who has no picture, or none for us. */
export const pictureQuery = (personId: string) =>
  queryOptions({
    queryKey: ['picture', personId],
    queryFn: async (): Promise<string | null> => {
      const answer = client.GET('/api/v1/people/{user}/picture', {
        params: { path: { user: personId } },
        parseAs: 'blob',
      });
      try {
        const picture = await body<unknown>(answer);
        return picture instanceof Blob && picture.size > 0 ? await addressOf(picture) : null;
      } catch (error) {
        if (isProblem(error, 403, 404)) return null;
        throw error;
      }
    },
    staleTime: FRESH,
    retry: false,
  });

/** It holds the bytes themselves, so nobody has to say when they are no longer needed. */
function addressOf(picture: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      if (typeof reader.result === 'string') done(reader.result);
      else failed(reader.error ?? new Error('The picture could not be read.'));
    });
    reader.readAsDataURL(picture);
  });
}
