import type { ComponentProps, ReactNode } from 'react';
import controls from './controls.module.css';
import styles from './FileButton.module.css';

interface FileButtonProps extends Omit<ComponentProps<'input'>, 'type' | 'className' | 'onChange' | 'children'> {
  /** What stands on it, which is its name as well. */
  children: ReactNode;
  onFiles: (files: FileList) => void;
}

/** A button that lets files of the device be chosen. Choosing the same ones again counts again. */
export function FileButton({ children, onFiles, ...input }: FileButtonProps) {
  return (
    <label className={`${controls.button ?? ''} ${styles.file ?? ''}`}>
      {children}
      <input
        type="file"
        className="sr-only"
        {...input}
        onChange={({ target }) => {
          if (target.files !== null && target.files.length > 0) onFiles(target.files);
          target.value = '';
        }}
      />
    </label>
  );
}
