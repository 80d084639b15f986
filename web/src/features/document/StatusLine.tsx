import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import type { Caret } from '../../editor/openEditor';
import { countWords } from '../../editor/words';
import type { SaveState } from '../../sync/saveState';
import styles from './DocumentBody.module.css';
import { LineEndChoice } from './LineEndChoice';
import { SpellingSwitch } from './SpellingSwitch';

interface StatusLineProps {
  text: Y.Text | null;
  caret: Caret | null;
  /** Null where there is no server to be connected with. */
  save: SaveState | null;
  /** Whose line ends are shown; null where the file they would be in isn't the server's. */
  file: { documentId: string; mayChange: boolean } | null;
}

export function StatusLine({ text, caret, save, file }: StatusLineProps) {
  const { t } = useTranslation();
  const words = useWordCount(text);
  const selected = caret === null ? 0 : countWords(caret.selected);
  const link = save === null ? null : save.kind === 'opening' || save.kind === 'offline' ? save.kind : 'online';
  return (
    <footer className={styles.status} aria-label={t('document.status')}>
      {words !== null && (
        <span title={t('document.readingTime', { count: Math.max(1, Math.round(words / WORDS_A_MINUTE)) })}>
          {t('document.words', { count: words })}
        </span>
      )}
      {selected > 0 && <span>{t('document.selectedWords', { count: selected })}</span>}
      {caret !== null && <span>{t('document.caret', { line: caret.line, column: caret.column })}</span>}
      {file !== null && link === 'online' && <LineEndChoice {...file} />}
      {caret !== null && <SpellingSwitch />}
      {link !== null && (
        <span className={styles.connection}>
          <span className={styles.dot} data-online={link === 'online'} />
          {t(`document.link_${link}`)}
        </span>
      )}
    </footer>
  );
}

const PAUSE = 300;
const WORDS_A_MINUTE = 220;

/** Counted in a pause of typing: nobody reads it while the keys go down. */
function useWordCount(text: Y.Text | null): number | null {
  const [words, setWords] = useState<number | null>(null);
  useEffect(() => {
    if (text === null) return;
    let waiting = setTimeout(() => setWords(countWords(text.toJSON())));
    const recount = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => setWords(countWords(text.toJSON())), PAUSE);
    };
    text.observe(recount);
    return () => {
      clearTimeout(waiting);
      text.unobserve(recount);
    };
  }, [text]);
  return words;
}
