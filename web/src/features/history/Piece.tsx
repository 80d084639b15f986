import styles from './History.module.css';
import type { Segment } from './segments';

/** A stretch of a compared text: as it was, come, or gone. */
export function Piece({ kind, text }: Segment) {
  switch (kind) {
    case 'same':
      return text;
    case 'added':
      return (
        <ins className={styles.added} tabIndex={-1}>
          {text}
        </ins>
      );
    case 'removed':
      return (
        <del className={styles.removed} tabIndex={-1}>
          {text}
        </del>
      );
  }
}
