import { useKept } from '../../app/useKept';
import { useShortcut } from '../../app/useShortcut';
import { useWide } from '../../app/useWide';
import { useState } from 'react';

const PANELS = ['outline', 'comments', 'suggestions', 'history', 'attachments', 'assistant'] as const;
export type PanelName = (typeof PANELS)[number];

/**
 * Which panel stands beside the text, as this device last had it; asking for the one that is open closes it. Where it
 * would cover the text, each document begins without one.
 */
export function usePanel(): {
  panel: PanelName | null;
  toggle: (panel: PanelName) => void;
  show: (panel: PanelName | null) => void;
} {
  const wide = useWide();
  const [beside, setBeside] = useKept('panel', [...PANELS, 'none'], 'none');
  const [over, setOver] = useState<PanelName | null>(null);
  const panel = wide ? (beside === 'none' ? null : beside) : over;
  const show = (wanted: PanelName | null) => (wide ? setBeside(wanted ?? 'none') : setOver(wanted));
  const toggle = (wanted: PanelName) => show(panel === wanted ? null : wanted);
  useShortcut('outline', () => toggle('outline'));
  useShortcut('history', () => toggle('history'));
  return { panel, toggle, show };
}
