import { useId, useRef, type ComponentProps, type ReactNode } from 'react';
import styles from './controls.module.css';
import { useFocusAtFirst } from './useFocusAtFirst';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'ref' | 'autoFocus'> {
  label: string;
  hint?: string | undefined;
  errors?: string[] | undefined;
  /** The first thing to type on the page or in the dialog that it comes with. */
  focusAtFirst?: boolean;
  /** Stands at the end, inside the box. */
  children?: ReactNode;
}

export function TextField({ label, hint, errors = [], focusAtFirst = false, children, ...input }: TextFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useFocusAtFirst(field, focusAtFirst);
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
          ref={field}
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
