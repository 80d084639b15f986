import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import type { Caret } from '../../editor/openEditor';
import { whenIdle, type Waiting } from '../../app/whenIdle';
import { countWords, WordCount } from '../../editor/words';
import type { Link } from '../../sync/saveState';
import type { Watched } from '../../sync/watched';
import styles from './DocumentBody.module.css';
import { LineEndChoice } from './LineEndChoice';
import { MarkSwitch } from './MarkSwitch';
import { useWatched } from './useWatched';

interface StatusLineProps {
  text: Y.Text | null;
  /** Null where nothing is typed. */
  caret: Watched<Caret | null> | null;
  /** Null where there is no server to be connected with. */
  link: Link | null;
  /** Whose line ends are shown; null where the file they would be in isn't the server's. */
  file: { documentId: string; mayChange: boolean } | null;
}

export function StatusLine({ text, caret, link, file }: StatusLineProps) {
  const { t } = useTranslation();
  const words = useWordCount(text);
  return (
    <footer className={styles.status} aria-label={t('document.status')}>
      {words !== null && (
        <span title={t('document.readingTime', { count: Math.max(1, Math.round(words / WORDS_A_MINUTE)) })}>
          {t('document.words', { count: words })}
        </span>
      )}
      {caret !== null && <CaretPlace caret={caret} />}
      {file !== null && link === 'online' && <LineEndChoice {...file} />}
      {caret !== null && <MarkSwitch of="spelling" />}
      {caret !== null && (file?.mayChange ?? true) && <MarkSwitch of="mistakes" />}
      {link !== null && (
        <span className={styles.connection}>
          <span className={styles.dot} data-online={link === 'online'} />
          {t(`document.link_${link}`)}
        </span>
      )}
    </footer>
  );
}

/** By itself, since it changes with every key. */
function CaretPlace({ caret }: { caret: Watched<Caret | null> }) {
  const { t } = useTranslation();
  const place = useWatched(caret, (value) => value);
  const words = place?.selected ?? '';
  const selected = useMemo(() => countWords(words), [words]);
  if (place === null) return null;
  return (
    <>
      {selected > 0 && <span>{t('document.selectedWords', { count: selected })}</span>}
      <span>{t('document.caret', { line: place.line, column: place.column })}</span>
    </>
  );
}

const PAUSE = 300;
const WORDS_A_MINUTE = 220;

/** Counted in a pause of typing, and when nothing else is to be done: nobody reads it while the keys go down. */
function useWordCount(text: Y.Text | null): number | null {
  const [words, setWords] = useState<number | null>(null);
  useEffect(() => {
    if (text === null) return;
    const count = new WordCount();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let idle: Waiting | null = null;
    const goOn = () => {
      idle = whenIdle((until) => {
        const all = count.goOn(until, () => performance.now());
        if (all !== null) setWords(all);
        else goOn();
      });
    };
    const changed = () => {
      idle?.cancel();
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        count.begin(text.toJSON());
        goOn();
      }, PAUSE);
    };
    changed();
    text.observe(changed);
    return () => {
      idle?.cancel();
      clearTimeout(waiting);
      text.unobserve(changed);
    };
  }, [text]);
  return words;
}
