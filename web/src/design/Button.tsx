import type { ComponentProps } from 'react';
import styles from './controls.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'plain' | 'primary' | 'danger';
}

export function Button({ look = 'plain', type = 'button', className, ...props }: ButtonProps) {
  const classes = [styles.button, look === 'plain' ? undefined : styles[look], className];
  return <button type={type} className={classes.filter(Boolean).join(' ')} {...props} />;
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What the button does, for those who don't see the icon. */
  label: string;
}

export function IconButton({ label, type = 'button', className, ...props }: IconButtonProps) {
  const classes = [styles.icon, className];
  return (
    <button type={type} aria-label={label} title={label} className={classes.filter(Boolean).join(' ')} {...props} />
  );
}
