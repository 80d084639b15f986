import { MessageSquarePlus } from 'lucide-react';
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import type { Thread } from '../../api/types';
import { Button } from '../../design/Button';
import { rangesOf } from '../../editor/commentAnchors';
import type { Preview } from '../../markdown/preview';
import styles from './Comments.module.css';
import { markThreads, selectedIn } from './previewMarks';

/** The comments of the document that is open, where it is read and not written. */
export interface ReadComments {
  threads: Thread[] | undefined;
  active: string | null;
  /** Opens the thread in the panel. */
  show: (thread: string) => void;
  /** Null for those who may not. */
  begin: (() => void) | null;
  /** Tells what is selected from now on, as the source counts; null where nobody can. */
  setReader: (reader: (() => { from: number; to: number } | null) | null) => void;
}

/** A place of the window, below the end of what is selected. */
interface Place {
  left: number;
  top: number;
}

const ROOM = 140;
/** So long the marks may stay behind: while others type each letter renders a block anew. */
const PAUSE = 150;

/** Marks what comments are about in the rendered text, and offers to comment on what is selected there. */
export function useReadComments(shown: RefObject<Preview | null>, text: Y.Text, comments: ReadComments | null) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place | null>(null);
  const { threads, active = null, begin = null, setReader } = comments ?? {};

  const markAll = () => {
    if (shown.current === null || text.doc === null || threads === undefined) return;
    const open = threads.filter(({ status }) => status === 'open');
    const ranges = rangesOf(
      open.map(({ anchor }) => anchor),
      text,
    );
    const placed = open.flatMap(({ id }, index) => {
      const range = ranges[index] ?? null;
      return range === null ? [] : [{ id, ...range }];
    });
    markThreads(shown.current, text.toJSON(), placed, active);
  };
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const mark = () => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(markAll, PAUSE);
  };
  const markAgain = useEffectEvent(mark);
  useEffect(() => {
    markAgain();
    return () => clearTimeout(waiting.current);
  }, [threads, active]);

  const selected = useEffectEvent(() => {
    const range = rangeSelected();
    return shown.current === null || range === null ? null : selectedIn(shown.current, text.toJSON(), range);
  });
  useEffect(() => {
    setReader?.(() => selected());
    return () => setReader?.(null);
  }, [setReader]);

  const look = useEffectEvent(() => {
    const range = rangeSelected();
    const isHere = range !== null && shown.current?.root.contains(range.commonAncestorContainer) === true;
    setPlace(isHere && begin !== null ? below(range) : null);
  });
  useEffect(() => {
    const listener = () => look();
    document.addEventListener('selectionchange', listener);
    return () => document.removeEventListener('selectionchange', listener);
  }, []);

  const open = (target: EventTarget): boolean => {
    const hit = target instanceof Element ? target.closest<HTMLElement>('[data-thread]') : null;
    if (hit?.dataset.thread === undefined || comments === null) return false;
    comments.show(hit.dataset.thread);
    return true;
  };
  return {
    mark,
    onClick: ({ target }: MouseEvent) => {
      // A link leads on, and whoever selects words doesn't ask for the comments.
      if (rangeSelected() === null && !(target instanceof Element && target.closest('a, input') !== null)) open(target);
    },
    /** Whether the key was meant for a mark. */
    onKeyDown: (event: KeyboardEvent): boolean => {
      if ((event.key !== 'Enter' && event.key !== ' ') || !open(event.target)) return false;
      event.preventDefault();
      return true;
    },
    onScroll: () => setPlace(null),
    tool: place !== null && begin !== null && (
      <div className={styles.readTool} style={place}>
        <Button
          look="primary"
          // The selection is what it is about.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            begin();
            setPlace(null);
          }}
        >
          <MessageSquarePlus size={16} />
          {t('comments.send')}
        </Button>
      </div>
    ),
  };
}

function rangeSelected(): Range | null {
  const selection = getSelection();
  return selection === null || selection.isCollapsed || selection.rangeCount === 0 ? null : selection.getRangeAt(0);
}

function below(range: Range): Place | null {
  const last = [...range.getClientRects()].at(-1);
  if (last === undefined) return null;
  return {
    left: Math.max(8, Math.min(last.right, innerWidth - ROOM)),
    top: Math.min(last.bottom + 6, innerHeight - 48),
  };
}
