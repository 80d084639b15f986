import type { ReactNode } from 'react';
import { useProblemText } from '../../app/useProblemText';
import { Face } from '../people/Face';
import styles from './People.module.css';

interface PersonRowProps {
  id: string;
  /** For the colour of the picture, and its letters. */
  name: string;
  shownAs?: string;
  detail: string;
  /** Why what was tried last failed. */
  problem: unknown;
  children: ReactNode;
}

/** Somebody in a list: who they are, and what can be done about them. */
export function PersonRow({ id, name, shownAs = name, detail, problem, children }: PersonRowProps) {
  const textOf = useProblemText();
  return (
    <li className={styles.row}>
      <Face id={id} name={name} />
      <div className={styles.who}>
        <p className={styles.name}>{shownAs}</p>
        <p className={styles.detail}>{detail}</p>
      </div>
      {children}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {textOf(problem)}
        </p>
      )}
    </li>
  );
}
