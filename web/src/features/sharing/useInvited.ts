import { useEffect, useState } from 'react';
import { ASK_AGAIN, mayPass } from '../../app/patience';

/** What a link or an invitation leads to, as far as the server has said. */
export type Invited<T> =
  | { kind: 'asked' }
  /** It was taken back, has run out, or never was. */
  | { kind: 'gone' }
  | { kind: 'hesitates'; error: unknown; again: () => void }
  | { kind: 'known'; notice: T };

/** @param read has to be the same function every time. */
export function useInvited<T>(token: string, read: (token: string) => Promise<T>): Invited<T> {
  const [invited, setInvited] = useState<Invited<T>>({ kind: 'asked' });
  useEffect(() => {
    let left = false;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      clearTimeout(waiting);
      const answer = await asked(token, read, () => void ask());
      if (left) return;
      setInvited(answer);
      if (answer.kind === 'hesitates') waiting = setTimeout(() => void ask(), ASK_AGAIN);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(waiting);
    };
  }, [token, read]);
  return invited;
}

async function asked<T>(token: string, read: (token: string) => Promise<T>, again: () => void): Promise<Invited<T>> {
  try {
    return { kind: 'known', notice: await read(token) };
  } catch (error) {
    return mayPass(error) ? { kind: 'hesitates', error, again } : { kind: 'gone' };
  }
}
