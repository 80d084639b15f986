import type { ReactNode } from 'react';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import styles from './AuthCard.module.css';
import type { Submission } from './useSubmission';

interface AuthFormProps {
  submission: Submission;
  send: () => Promise<void>;
  /** What the button says. */
  action: string;
  children: ReactNode;
  /** Stands below the button. */
  aside?: ReactNode;
}

/** Fields and the one button, with what is wrong with them as a whole above. */
export function AuthForm({ submission: { busy, problem, submit }, send, action, children, aside }: AuthFormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(send);
      }}
    >
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {children}
      <Button type="submit" look="primary" disabled={busy}>
        {action}
      </Button>
      {aside !== undefined && <p className={styles.aside}>{aside}</p>}
    </form>
  );
}
