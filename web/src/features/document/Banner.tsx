import type { ReactNode } from 'react';
import { Button } from '../../design/Button';
import styles from './Banner.module.css';

interface BannerProps {
  /** Null while there is nothing to say. */
  text: ReactNode;
  /** Of the person it is about. */
  colour?: number | undefined;
  action: string;
  onAction: () => void;
}

/** A line above the text that says how things stand, until somebody is done with it. */
export function Banner({ text, colour, action, onAction }: BannerProps) {
  const look = colour === undefined ? styles.banner : `${styles.banner ?? ''} mdr-colour-${colour}`;
  return (
    // Always there: only what changes inside a region is read out.
    <div role="status" className={text === null ? 'sr-only' : look} data-person={colour !== undefined}>
      {text !== null && (
        <>
          <span className={styles.text}>{text}</span>
          <Button onClick={onAction}>{action}</Button>
        </>
      )}
    </div>
  );
}
