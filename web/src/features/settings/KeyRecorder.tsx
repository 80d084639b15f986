import { useEffect, useRef } from 'react';
import { chordOf, type Chord } from '../../app/chord';
import styles from './Settings.module.css';

interface KeyRecorderProps {
  label: string;
  onChord: (chord: Chord) => void;
  onCancel: () => void;
}

/** Listens for the next keys. Escape, and going elsewhere, leave everything as it was. */
export function KeyRecorder({ label, onChord, onCancel }: KeyRecorderProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      className={styles.recorder}
      readOnly
      value={label}
      aria-label={label}
      onBlur={onCancel}
      onKeyDown={(event) => {
        // Tab leaves, as everywhere.
        if (event.key === 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        const chord = chordOf(event.nativeEvent);
        if (event.key === 'Escape') onCancel();
        else if (chord !== null) onChord(chord);
      }}
    />
  );
}
