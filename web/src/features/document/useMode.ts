import { useState } from 'react';
import type { Role } from '../../api/types';
import { useShortcut } from '../../app/useShortcut';
import { usePhone, useWide } from '../../app/useWide';
import { mayComment } from '../comments/mayComment';
import { savedMode, saveMode, type Mode } from './savedMode';

/** Beside each other there is no room for two columns. */
export const NARROW_MODES: Mode[] = ['live', 'edit', 'view'];
/** Marks are far away on the keyboard of a telephone: nobody writes bare source there. */
export const PHONE_MODES = ['live', 'view'] as const satisfies Mode[];

/**
 * How the document is shown: as this device last chose, else what suits the role. Narrow screens have no "both", and
 * telephones no "edit" either.
 *
 * @param remembers false begins with what suits the role, and leaves the device's choice alone.
 */
export function useMode(role: Role, remembers = true): [mode: Mode, choose: (mode: Mode) => void] {
  const wide = useWide();
  const phone = usePhone();
  const [chosen, setChosen] = useState(() => (remembers ? savedMode() : null));
  const choose = (mode: Mode) => {
    setChosen(mode);
    if (remembers) saveMode(mode);
  };
  const suited = chosen ?? (mayComment(role) ? 'live' : 'view');
  const fits = suited === 'both' ? wide : suited !== 'edit' || !phone;
  const mode = fits ? suited : 'live';
  useShortcut('edit', () => choose('edit'));
  useShortcut('both', () => choose('both'));
  useShortcut('view', () => choose('view'));
  useShortcut('liveOrEdit', () => choose(mode === 'live' ? 'edit' : 'live'));
  return [mode, choose];
}
