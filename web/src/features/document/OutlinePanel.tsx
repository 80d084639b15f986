import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { outlineOf } from '../../markdown/outline';
import styles from './OutlinePanel.module.css';

interface OutlinePanelProps {
  text: Y.Text;
  onGo: (line: number) => void;
}

const PAUSE = 300;

export function OutlinePanel({ text, onGo }: OutlinePanelProps) {
  const { t } = useTranslation();
  const [headings, setHeadings] = useState(() => outlineOf(text.toJSON()));
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => setHeadings(outlineOf(text.toJSON())), PAUSE);
    };
    text.observe(read);
    return () => {
      clearTimeout(waiting);
      text.unobserve(read);
    };
  }, [text]);

  if (headings.length === 0) return <p className={styles.nothing}>{t('panel.noHeadings')}</p>;
  const top = Math.min(...headings.map(({ level }) => level));
  return (
    <ul className={styles.list}>
      {headings.map(({ level, text: title, line }) => (
        <li key={line}>
          <button type="button" className={styles.entry} data-depth={level - top} onClick={() => onGo(line)}>
            {title}
          </button>
        </li>
      ))}
    </ul>
  );
}
