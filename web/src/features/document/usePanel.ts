import { useState } from 'react';
import { useShortcut } from '../../app/useShortcut';

export type PanelName = 'outline' | 'comments' | 'suggestions' | 'history' | 'attachments' | 'assistant';

/** Which panel stands beside the text; asking for the one that is open closes it. */
export function usePanel(): {
  panel: PanelName | null;
  toggle: (panel: PanelName) => void;
  show: (panel: PanelName | null) => void;
} {
  const [panel, show] = useState<PanelName | null>(null);
  const toggle = (wanted: PanelName) => show((open) => (open === wanted ? null : wanted));
  useShortcut('outline', () => toggle('outline'));
  useShortcut('history', () => toggle('history'));
  return { panel, toggle, show };
}
