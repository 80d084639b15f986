import { useState } from 'react';
import { useShortcut } from '../../app/useShortcut';

/** Whether the document is shown as slides. */
export function usePresenting(): { on: boolean; start: () => void; stop: () => void } {
  const [on, setOn] = useState(false);
  const start = () => setOn(true);
  useShortcut('present', start);
  return { on, start, stop: () => setOn(false) };
}
