import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useTranslation } from 'react-i18next';
import { useWide } from '../../app/useWide';
import styles from './ModeSwitch.module.css';
import { MODES, type Mode } from './savedMode';
import { NARROW_MODES } from './useMode';

interface ModeSwitchProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
}

export function ModeSwitch({ mode, onMode }: ModeSwitchProps) {
  const { t } = useTranslation();
  const wide = useWide();
  const modes = wide ? MODES : NARROW_MODES;
  return (
    <ToggleGroup
      className={styles.switch}
      aria-label={t('document.mode')}
      value={[mode]}
      onValueChange={([next]) => {
        if (next !== undefined) onMode(next);
      }}
    >
      {modes.map((other) => (
        <Toggle key={other} value={other} className={styles.option}>
          {t(`document.mode_${other}`)}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
