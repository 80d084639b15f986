import '../../markdown/prose.css';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type * as Y from 'yjs';
import type { AttachedFiles } from '../../markdown/attachments';
import { lineOfAnchor } from '../../markdown/outline';
import { Preview } from '../../markdown/preview';
import { lineAtTop, scrollToLine } from '../../markdown/scrollToLine';
import styles from './DocumentBody.module.css';
import type { Watched } from './watched';

interface PreviewPaneProps {
  text: Y.Text;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** The editor's first line in sight, to stay beside it. */
  topLine: Watched<number>;
  onScroll: (line: number) => void;
  /** The box of a task in this line was clicked; null for those who may not edit. */
  onTick: ((line: number) => void) | null;
}

export function PreviewPane({ text, files, topLine, onScroll, onTick }: PreviewPaneProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<Preview | null>(null);
  const [empty, setEmpty] = useState(false);
  const mayTick = onTick !== null;
  const navigate = useNavigate();
  const { hash } = useLocation();
  /** The heading that the address leads to: once, when it is here. */
  const sought = useRef(hash);
  const goTo = (anchor: string) => {
    const line = lineOfAnchor(text.toJSON(), decoded(anchor.slice(1)));
    if (line === null || scroller.current === null || shown.current === null) return;
    scrollToLine(scroller.current, shown.current, line);
    // From here on one reads with the keys, too.
    scroller.current.focus({ preventScroll: true });
  };
  const followed = useEffectEvent((address: string) => {
    if (address.startsWith('#')) goTo(address);
    else void navigate(address);
  });
  const rendered = useEffectEvent((root: HTMLElement) => {
    setEmpty(root.childElementCount === 0);
    if (sought.current === '' || root.childElementCount === 0) return;
    goTo(sought.current);
    sought.current = '';
  });
  const ticked = useEffectEvent((line: number) => onTick?.(line));

  useEffect(() => {
    const root = place.current;
    if (root === null) return;
    const events = {
      rendered: () => rendered(root),
      ticked: mayTick ? (line: number) => ticked(line) : null,
      followed: (address: string) => followed(address),
    };
    const preview = new Preview(root, t('preview', { returnObjects: true }), events, files);
    shown.current = preview;
    let frame = 0;
    // Not in the key's own time: it is to be on the screen first.
    const show = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => preview.show(() => text.toJSON()));
    };
    show();
    text.observe(show);
    return () => {
      cancelAnimationFrame(frame);
      text.unobserve(show);
      preview.close();
      shown.current = null;
    };
  }, [text, files, t, mayTick]);

  useEffect(() => {
    const follow = () => {
      if (scroller.current !== null && shown.current !== null)
        scrollToLine(scroller.current, shown.current, topLine.get());
    };
    follow();
    return topLine.subscribe(follow);
  }, [topLine]);

  return (
    // A region that scrolls has to be reachable by keyboard.
    <section
      ref={scroller}
      className={styles.preview}
      aria-label={t('document.preview')}
      tabIndex={0}
      onScroll={() => {
        if (scroller.current !== null && shown.current !== null) onScroll(lineAtTop(scroller.current, shown.current));
      }}
    >
      {empty && <p className={styles.nothing}>{t('document.emptyPreview')}</p>}
      <div ref={place} className={`mdr-prose ${styles.prose}`} />
    </section>
  );
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}
