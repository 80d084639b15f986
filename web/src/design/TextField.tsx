import { useId, type ComponentProps, type ReactNode } from 'react';
import styles from './controls.module.css';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hint?: string | undefined;
  errors?: string[] | undefined;
  /** Stands at the end, inside the box. */
  children?: ReactNode;
}

export function TextField({ label, hint, errors = [], children, ...input }: TextFieldProps) {
  const id = useId();
  const broken = errors.length > 0;
  const described = [hint === undefined ? undefined : `${id}-hint`, broken ? `${id}-errors` : undefined];
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.inputRow}>
        <input
          {...input}
          id={id}
          className={styles.input}
          aria-invalid={broken || undefined}
          aria-describedby={described.filter(Boolean).join(' ') || undefined}
        />
        {children !== undefined && <div className={styles.inside}>{children}</div>}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {broken && (
        <ul id={`${id}-errors`} className={styles.errors}>
          {errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
