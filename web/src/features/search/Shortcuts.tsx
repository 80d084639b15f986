import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Chord } from '../../app/chord';
import { SHORTCUTS, type Place, type Shortcut } from '../../app/shortcuts';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import { useSession } from '../auth/useSession';
import { KeyCaps } from './KeyCaps';
import { SHORTCUT_NAMES } from './shortcutNames';
import styles from './Shortcuts.module.css';
import { useKeys } from './useKeys';

/** What can be done with the keyboard alone, by where one is. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const keys = useKeys();
  // Who has no account has no settings.
  const mayChange = useSession().kind === 'signed-in';
  // Of the editor and of the page itself: nobody can choose others.
  const fixed: Record<Place, [what: string, chord: Chord][]> = {
    everywhere: [[t('shortcuts.region'), 'F6']],
    document: [],
    text: [
      [t('shortcuts.insert'), '/'],
      [t('shortcuts.find'), 'Mod-f'],
      [t('document.undo'), 'Mod-z'],
      [t('shortcuts.leave'), 'Esc-Tab'],
    ],
  };
  const own = (place: Place) =>
    (Object.keys(SHORTCUTS[place]) as Shortcut[]).flatMap((shortcut): [string, Chord][] => {
      const chord = keys.of(shortcut);
      return chord === null ? [] : [[t(SHORTCUT_NAMES[shortcut]), chord]];
    });
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('shortcuts.title')}>
      <div className={styles.all} tabIndex={0} role="region" aria-label={t('shortcuts.title')}>
        {(Object.keys(SHORTCUTS) as Place[]).map((place) => (
          <section key={place}>
            <h3 className={styles.group}>{t(`shortcuts.${place}`)}</h3>
            <dl className={styles.list}>
              {[...own(place), ...fixed[place]].map(([what, chord]) => (
                <div key={what} className={styles.entry}>
                  <dt>{what}</dt>
                  <dd>
                    <KeyCaps chord={chord} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={controls.actions}>
        {mayChange && (
          <Link to="/settings/shortcuts" onClick={onClose} className={styles.change}>
            {t('shortcuts.change')}
          </Link>
        )}
        <Button onClick={onClose}>{t('workspace.close')}</Button>
      </div>
    </Modal>
  );
}
