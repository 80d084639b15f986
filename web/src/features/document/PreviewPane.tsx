import '../../markdown/prose.css';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { chordOf } from '../../app/chord';
import type { AttachedFiles } from '../../markdown/attachments';
import type { FarPictures } from '../../markdown/farPictures';
import { lineOfNote } from '../../markdown/footnotes';
import { lineOfAnchor } from '../../markdown/outline';
import { Preview } from '../../markdown/preview';
import { lineAtTop, scrollToLine } from '../../markdown/scrollToLine';
import { useReadComments, type ReadComments } from '../comments/useReadComments';
import type { EditorText } from '../../sync/editorText';
import type { Watched } from '../../sync/watched';
import styles from './DocumentBody.module.css';
import { printIfWanted, printing } from './printing';

interface PreviewPaneProps {
  shown: EditorText;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** Null where pictures of other servers aren't fetched. */
  far: FarPictures | null;
  /** The editor's first line in sight, to stay beside it. */
  topLine: Watched<number>;
  /** Where somebody is who comes from another mode. */
  line: () => number;
  onArrive: (pane: HTMLElement) => void;
  onLeave: (pane: HTMLElement) => void;
  onScroll: (line: number) => void;
  /** The box of a task in this line was clicked; null for those who may not edit. */
  onTick: ((line: number) => void) | null;
  /** Null where nobody comments. */
  comments: ReadComments | null;
}

export function PreviewPane(props: PreviewPaneProps) {
  const { shown, files, far, topLine, line, onArrive, onLeave, onScroll, onTick, comments } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const built = useRef<Preview | null>(null);
  const { text, undo } = shown;
  const [empty, setEmpty] = useState(false);
  const reading = useReadComments(built, text, comments);
  const mark = useEffectEvent(reading.mark);
  const mayTick = onTick !== null;
  const navigate = useNavigate();
  const { hash } = useLocation();
  /** The heading that the address leads to: once, when it is here. */
  const sought = useRef(hash);
  const goTo = (anchor: string) => {
    const name = decoded(anchor.slice(1));
    const source = text.toJSON();
    const found = lineOfAnchor(source, name) ?? lineOfNote(source, name);
    if (found === null || scroller.current === null || built.current === null) return;
    scrollToLine(scroller.current, built.current, found);
    // From here on one reads with the keys, too.
    scroller.current.focus({ preventScroll: true });
  };
  const followed = useEffectEvent((address: string) => {
    if (address.startsWith('#')) goTo(address);
    else void navigate(address);
  });
  const rendered = useEffectEvent((root: HTMLElement, begins: Preview | null) => {
    setEmpty(root.childElementCount === 0);
    // There was nothing to scroll before.
    if (begins !== null && scroller.current !== null) scrollToLine(scroller.current, begins, line());
    printIfWanted();
    mark();
    if (sought.current === '' || root.childElementCount === 0) return;
    goTo(sought.current);
    sought.current = '';
  });
  const arrived = useEffectEvent(onArrive);
  const leaving = useEffectEvent(onLeave);
  const ticked = useEffectEvent((line: number) => onTick?.(line));

  useEffect(() => {
    const root = place.current;
    if (root === null) return;
    let begun = false;
    const events = {
      rendered: () => {
        rendered(root, begun ? null : preview);
        begun = true;
      },
      built: () => mark(),
      ticked: mayTick ? (line: number) => ticked(line) : null,
      followed: (address: string) => followed(address),
    };
    const preview = new Preview(root, t('preview', { returnObjects: true }), events, files, far);
    built.current = preview;
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
      built.current = null;
    };
  }, [text, files, far, t, mayTick]);

  useEffect(() => {
    if (scroller.current !== null) arrived(scroller.current);
  }, []);

  // While it is still on the page: with it, the focus goes.
  useLayoutEffect(() => {
    const pane = scroller.current;
    return () => {
      if (pane !== null) leaving(pane);
    };
  }, []);

  // In View it is there already.
  useEffect(
    () =>
      printing.subscribe(() => {
        if (built.current !== null && built.current.lines.length > 0) printIfWanted();
      }),
    [],
  );

  useEffect(() => {
    const follow = () => {
      if (scroller.current !== null && built.current !== null)
        scrollToLine(scroller.current, built.current, topLine.get());
    };
    return topLine.subscribe(follow);
  }, [topLine]);

  return (
    // A region that scrolls has to be reachable by keyboard.
    <section
      ref={scroller}
      className={styles.preview}
      aria-label={t('document.preview')}
      tabIndex={0}
      data-skip="text"
      onClick={reading.onClick}
      onKeyDown={(event) => {
        if (reading.onKeyDown(event) || !mayTick) return;
        const chord = chordOf(event.nativeEvent);
        if (chord !== 'Mod-z' && chord !== 'Mod-Shift-z') return;
        event.preventDefault();
        if (chord === 'Mod-z') undo.undo();
        else undo.redo();
      }}
      onScroll={() => {
        reading.onScroll();
        if (scroller.current !== null && built.current !== null) onScroll(lineAtTop(scroller.current, built.current));
      }}
    >
      {empty && <p className={styles.nothing}>{t('document.emptyPreview')}</p>}
      {reading.tool}
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
