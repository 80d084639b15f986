import { useState } from 'react';
import type { Role } from '../../api/types';
import { useHotkey } from '../../app/useHotkey';
import { useWide } from '../../app/useWide';
import { mayEdit } from '../../sync/ticket';

export type Mode = 'edit' | 'both' | 'view';

const KEY = 'mdreader.mode';
const MODES: Mode[] = ['edit', 'both', 'view'];

/** How the document is shown: as this device last chose, else what suits the role. Narrow screens have no "both". */
export function useMode(role: Role): [mode: Mode, choose: (mode: Mode) => void] {
  const wide = useWide();
  const [chosen, setChosen] = useState(savedMode);
  const choose = (mode: Mode) => {
    setChosen(mode);
    saveMode(mode);
  };
  useHotkey('e', () => choose('edit'), { alt: true });
  useHotkey('b', () => choose('both'), { alt: true });
  useHotkey('v', () => choose('view'), { alt: true });
  const mode = chosen ?? (mayEdit(role) ? 'both' : 'view');
  return [mode === 'both' && !wide ? 'edit' : mode, choose];
}

function savedMode(): Mode | null {
  try {
    const saved = localStorage.getItem(KEY);
    return MODES.find((mode) => mode === saved) ?? null;
  } catch {
    return null;
  }
}

function saveMode(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // The choice then lasts as long as the page.
  }
}
