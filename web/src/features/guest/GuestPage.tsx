import * as random from 'lib0/random';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Providers } from '../../app/Providers';
import { Wait } from '../../app/Wait';
import { GuestEditor } from './GuestEditor';
import { useLocalEntries } from './useLocalEntries';

/** `/` for somebody who isn't signed in: an editor that is open already. Nothing leaves this browser. */
export function GuestPage() {
  const { documentId } = useParams();
  const entries = useLocalEntries();
  // Where there is no document yet, the first word makes this one.
  const [fresh, setFresh] = useState(() => random.uuidv4());
  const navigate = useNavigate();
  // A document that has just been written, or a newer one, must not take the place of the one that is open.
  const [first, setFirst] = useState<string | null>(null);
  if (entries === null) return <Wait />;
  const shown = documentId ?? first ?? entries[0]?.id ?? fresh;
  if (documentId === undefined && first === null) setFirst(shown);
  const onGone = () => {
    setFresh(random.uuidv4());
    setFirst(null);
    void navigate('/', { replace: true });
  };
  return (
    <Providers>
      <GuestEditor key={shown} id={shown} entries={entries} onGone={onGone} />
    </Providers>
  );
}
