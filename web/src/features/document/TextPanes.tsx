import type { EditorView } from '@codemirror/view';
import { Suspense, type ReactNode } from 'react';
import { lazyPart } from '../../app/lazyPart';
import type { EditorText } from '../../sync/editorText';
import type { ReadComments } from '../comments/useReadComments';
import type { Attaching } from '../attachments/useAttaching';
import styles from './DocumentBody.module.css';
import { EditorPane } from './EditorPane';
import type { Mode } from './savedMode';
import type { Panes } from './usePanes';

// In Live and Edit nothing of it is needed, the sanitiser least.
const PreviewPane = lazyPart(async () => (await import('./PreviewPane')).PreviewPane);

interface TextPanesProps {
  panes: Panes;
  title: string;
  /** What the editor shows; null until it is open. */
  shown: EditorText | null;
  /** What is shown as what it becomes. */
  rendered: EditorText;
  /** Of who types here. */
  colour: number;
  mode: Mode;
  hidden?: boolean;
  inert?: boolean;
  attaching: Attaching;
  /** The person scrolls, types or points somewhere. */
  onOwnWay?: () => void;
  onEditor?: (editor: EditorView | null) => void;
  /** The box of a task in this line was clicked; null for those who may not edit. */
  onTick: ((line: number) => void) | null;
  /** Null for those who may not comment. */
  onComment: (() => void) | null;
  onThread?: (thread: string) => void;
  /** In the rendered text; null where nobody comments. */
  readComments?: ReadComments | null;
  onSuggested?: (change: string) => void;
}

/** The text as the mode says: its source, what it becomes, or both beside each other. */
export function TextPanes(props: TextPanesProps) {
  const { panes, title, shown, rendered, colour, mode, attaching, hidden = false, inert = false } = props;
  const { onOwnWay, onEditor, onTick, onComment, onThread, onSuggested, readComments = null } = props;
  const lead = (pane: 'editor' | 'preview') => {
    panes.lead(pane);
    onOwnWay?.();
  };
  return (
    <div className={styles.panes} data-mode={mode} hidden={hidden} inert={inert}>
      {mode !== 'view' && shown !== null && (
        <Pane onLead={() => lead('editor')}>
          <EditorPane
            title={title}
            shown={shown}
            colour={colour}
            live={mode === 'live'}
            attaching={attaching}
            onView={(opened) => {
              panes.setEditor(opened);
              onEditor?.(opened);
            }}
            onCaret={panes.caret.set}
            onScroll={panes.editorScrolled}
            onArrive={panes.arrive}
            onLeave={panes.leave}
            onComment={onComment}
            onThread={(thread) => onThread?.(thread)}
            onSuggested={(change) => onSuggested?.(change)}
          />
        </Pane>
      )}
      {(mode === 'both' || mode === 'view') && (
        <Pane onLead={() => lead('preview')}>
          <Suspense fallback={null}>
            <PreviewPane
              shown={rendered}
              files={attaching.files}
              far={attaching.far}
              topLine={panes.topLine}
              line={panes.line}
              onArrive={panes.arrive}
              onLeave={panes.leave}
              onScroll={panes.previewScrolled}
              onTick={onTick}
              // Beside the editor its own marks are seen.
              comments={mode === 'view' ? readComments : null}
            />
          </Suspense>
        </Pane>
      )}
    </div>
  );
}

/** Half of the window, or all of it; says when the person begins to scroll here. */
function Pane({ onLead, children }: { onLead: () => void; children: ReactNode }) {
  return (
    <div
      className={styles.pane}
      onWheelCapture={onLead}
      onPointerDownCapture={onLead}
      onKeyDownCapture={onLead}
      onTouchMoveCapture={onLead}
    >
      {children}
    </div>
  );
}
