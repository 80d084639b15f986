import styles from './History.module.css';
import { Piece } from './Piece';
import type { Segment } from './segments';

/** A version as it is written, with what came and what went. */
export function SourceVersion({ segments }: { segments: Segment[] }) {
  return (
    <div className={styles.source}>
      {segments.map((segment, index) => (
        <Piece key={index} {...segment} />
      ))}
    </div>
  );
}
