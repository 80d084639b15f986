import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import styles from './Shortcuts.module.css';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const MOD = IS_MAC ? '⌘' : 'Ctrl';
const ALT = IS_MAC ? '⌥' : 'Alt';
const SHIFT = IS_MAC ? '⇧' : 'Shift';
// Browsers on a Mac leave these to the page with Ctrl, as everywhere.
const CTRL = IS_MAC ? '⌃' : 'Ctrl';

/** What can be done with the keyboard alone, by where one is. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const groups: { name: string; keys: [what: string, ...keys: string[]][] }[] = [
    {
      name: t('shortcuts.everywhere'),
      keys: [
        [t('search.title'), MOD, 'K'],
        [t('shortcuts.searchWorkspace'), MOD, SHIFT, 'F'],
        [t('shortcuts.rail'), MOD, '.'],
        [t('shortcuts.region'), 'F6'],
        [t('shortcuts.title'), MOD, '/'],
      ],
    },
    {
      name: t('shortcuts.document'),
      keys: [
        [t('document.mode_edit'), CTRL, ALT, 'E'],
        [t('document.mode_both'), CTRL, ALT, 'B'],
        [t('document.mode_view'), CTRL, ALT, 'V'],
        [t('shortcuts.liveOrEdit'), MOD, SHIFT, 'E'],
        [t('editor.format.comment'), CTRL, ALT, 'M'],
        [t('document.outline'), CTRL, ALT, 'O'],
        [t('document.history'), CTRL, ALT, 'H'],
        [t('shortcuts.nextChange'), 'F7'],
        [t('shortcuts.accept'), CTRL, ALT, 'Y'],
        [t('shortcuts.reject'), CTRL, ALT, 'N'],
        [t('history.nameThis'), MOD, 'S'],
      ],
    },
    {
      name: t('shortcuts.text'),
      keys: [
        [t('shortcuts.insert'), '/'],
        [t('editor.format.bold'), MOD, 'B'],
        [t('editor.format.italic'), MOD, 'I'],
        [t('editor.format.strike'), MOD, SHIFT, 'X'],
        [t('editor.format.code'), MOD, SHIFT, 'C'],
        [t('shortcuts.link'), MOD, 'K'],
        [t('shortcuts.find'), MOD, 'F'],
        [t('document.undo'), MOD, 'Z'],
        [t('shortcuts.leave'), 'Esc', 'Tab'],
      ],
    },
  ];
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('shortcuts.title')}>
      <div className={styles.all} tabIndex={0} role="region" aria-label={t('shortcuts.title')}>
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3 className={styles.group}>{name}</h3>
            <dl className={styles.list}>
              {keys.map(([what, ...pressed]) => (
                <div key={what} className={styles.entry}>
                  <dt>{what}</dt>
                  <dd className={styles.keys}>
                    {pressed.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={controls.actions}>
        <Button onClick={onClose}>{t('workspace.close')}</Button>
      </div>
    </Modal>
  );
}
