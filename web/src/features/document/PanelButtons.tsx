import { IconButton } from '../../design/Button';
import styles from './PanelButtons.module.css';
import { usePanelsOffered, type PanelsOffered } from './panels';

export function PanelButtons(offered: PanelsOffered) {
  return usePanelsOffered(offered).map(({ name, Icon, label, count }) => (
    <IconButton key={name} label={label} aria-pressed={offered.panel === name} onClick={() => offered.onPanel(name)}>
      <span className={styles.face}>
        <Icon size={18} />
        {count > 0 && <span className={styles.count}>{count}</span>}
      </span>
    </IconButton>
  ));
}
