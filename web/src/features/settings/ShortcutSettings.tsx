import { Pencil, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unfit, type Chord } from '../../app/chord';
import { useSaid } from '../../app/said';
import { SHORTCUTS, type Place, type Shortcut } from '../../app/shortcuts';
import { Button, IconButton } from '../../design/Button';
import { KeyCaps } from '../search/KeyCaps';
import { SHORTCUT_NAMES } from '../search/shortcutNames';
import { useKeys } from '../search/useKeys';
import { KeyRecorder } from './KeyRecorder';
import styles from './Settings.module.css';
import { VimSwitch } from './VimSwitch';

/** All shortcuts, each with the keys that this person wants for it on this device. */
export function ShortcutSettings() {
  const { t } = useTranslation();
  const keys = useKeys();
  const [recording, setRecording] = useState<Shortcut | null>(null);
  const [news, setNews] = useState('');
  const name = (shortcut: Shortcut) => t(SHORTCUT_NAMES[shortcut]);

  const choose = (shortcut: Shortcut, chord: Chord) => {
    const reason = unfit(chord);
    if (reason !== null) {
      setNews(t(`shortcuts.unfit_${reason}`));
      return;
    }
    const holder = keys.holderOf(chord, shortcut);
    setRecording(null);
    keys.choose(shortcut, chord);
    setNews(
      holder === null
        ? t('shortcuts.chosen', { name: name(shortcut) })
        : t('shortcuts.taken', { name: name(shortcut), other: name(holder) }),
    );
  };
  useSaid(news);
  const reset = (shortcut: Shortcut) => {
    keys.reset(shortcut);
    setNews(t('shortcuts.chosen', { name: name(shortcut) }));
  };

  return (
    <>
      <p className={styles.muted}>{t('shortcuts.explained')}</p>
      {news !== '' && <p className={styles.news}>{news}</p>}
      {(Object.keys(SHORTCUTS) as Place[]).map((place) => (
        <section key={place} className={styles.section}>
          <h2 className={styles.heading}>{t(`shortcuts.${place}`)}</h2>
          <ul>
            {(Object.keys(SHORTCUTS[place]) as Shortcut[]).map((shortcut) => {
              const chord = keys.of(shortcut);
              return (
                <li key={shortcut} className={styles.entry}>
                  <span className={styles.main}>{name(shortcut)}</span>
                  {recording === shortcut ? (
                    <KeyRecorder
                      label={t('shortcuts.press', { name: name(shortcut) })}
                      onChord={(pressed) => choose(shortcut, pressed)}
                      onCancel={() => setRecording(null)}
                    />
                  ) : (
                    <>
                      {chord === null ? (
                        <span className={styles.muted}>{t('shortcuts.none')}</span>
                      ) : (
                        <KeyCaps chord={chord} />
                      )}
                      <IconButton
                        label={t('shortcuts.changeOf', { name: name(shortcut) })}
                        onClick={() => setRecording(shortcut)}
                      >
                        <Pencil size={16} />
                      </IconButton>
                    </>
                  )}
                  {!keys.isUsual(shortcut) && recording !== shortcut && (
                    <IconButton
                      label={t('shortcuts.resetOf', { name: name(shortcut) })}
                      onClick={() => reset(shortcut)}
                    >
                      <RotateCcw size={16} />
                    </IconButton>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <div>
        <Button
          onClick={() => {
            keys.resetAll();
            setNews(t('shortcuts.allReset'));
          }}
        >
          {t('shortcuts.resetAll')}
        </Button>
      </div>
      <VimSwitch />
    </>
  );
}
