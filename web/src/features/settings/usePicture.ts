import { useEffect, useState } from 'react';
import { body, client } from '../../api/client';

/** The person's own picture as an address that this page may show; pictures are fetched with the token. */
export function usePicture(version: string | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (version === null) return;
    let made: string | null = null;
    let left = false;
    body<unknown>(client.GET('/api/v1/me/picture', { parseAs: 'blob' }))
      .then((picture) => {
        if (left || !(picture instanceof Blob)) return;
        made = URL.createObjectURL(picture);
        setAddress(made);
      })
      // Initials stand in for it.
      .catch(() => undefined);
    return () => {
      left = true;
      setAddress(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [version]);
  return address;
}
