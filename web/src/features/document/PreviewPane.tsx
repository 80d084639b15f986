import '../../markdown/prose.css';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import type { AttachedFiles } from '../../markdown/attachments';
import { Preview } from '../../markdown/preview';
import { lineAtTop, scrollToLine } from '../../markdown/scrollToLine';
import styles from './DocumentBody.module.css';

interface PreviewPaneProps {
  text: Y.Text;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** The editor's first line in sight, to stay beside it; null where there is no editor. */
  topLine: number | null;
  onScroll: (line: number) => void;
  /** The box of a task in this line was clicked; null for those who may not edit. */
  onTick: ((line: number) => void) | null;
}

export function PreviewPane({ text, files, topLine, onScroll, onTick }: PreviewPaneProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [empty, setEmpty] = useState(false);
  const mayTick = onTick !== null;
  const ticked = useEffectEvent((line: number) => onTick?.(line));

  useEffect(() => {
    const root = place.current;
    if (root === null) return;
    const events = {
      rendered: () => setEmpty(root.childElementCount === 0),
      ticked: mayTick ? (line: number) => ticked(line) : null,
    };
    const preview = new Preview(root, t('preview', { returnObjects: true }), events, files);
    let frame = 0;
    const show = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => preview.show(text.toJSON()));
    };
    show();
    text.observe(show);
    return () => {
      cancelAnimationFrame(frame);
      text.unobserve(show);
      preview.close();
    };
  }, [text, files, t, mayTick]);

  useEffect(() => {
    if (scroller.current !== null && place.current !== null && topLine !== null)
      scrollToLine(scroller.current, place.current, topLine);
  }, [topLine]);

  return (
    // A region that scrolls has to be reachable by keyboard.
    <section
      ref={scroller}
      className={styles.preview}
      aria-label={t('document.preview')}
      tabIndex={0}
      onScroll={() => {
        if (scroller.current !== null && place.current !== null) onScroll(lineAtTop(scroller.current, place.current));
      }}
    >
      {empty && <p className={styles.nothing}>{t('document.emptyPreview')}</p>}
      <div ref={place} className={`mdr-prose ${styles.prose}`} />
    </section>
  );
}
