import { useSaid } from '../../app/said';
import { Button } from '../../design/Button';
import styles from './Banner.module.css';

interface BannerProps {
  /** Null while there is nothing to say. */
  text: string | null;
  /** Of the person it is about. */
  colour?: number | undefined;
  action: string;
  onAction: () => void;
}

/** A line above the text that says how things stand, until somebody is done with it. */
export function Banner({ text, colour, action, onAction }: BannerProps) {
  useSaid(text ?? '');
  if (text === null) return null;
  const look = colour === undefined ? styles.banner : `${styles.banner ?? ''} mdr-colour-${colour}`;
  return (
    <div className={look} data-person={colour !== undefined}>
      <span className={styles.text}>{text}</span>
      <Button onClick={onAction}>{action}</Button>
    </div>
  );
}
