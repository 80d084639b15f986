import type { EditorView } from '@codemirror/view';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Wait } from '../../app/Wait';
import { toggleTaskInText } from '../../editor/tasks';
import { goToLine, scrollEditorToLine, type Caret } from '../../editor/openEditor';
import type { EditorText } from '../../sync/editorText';
import type { LiveDocument, LiveView } from '../../sync/liveDocument';
import { colourOf } from '../../sync/people';
import { useMe } from '../auth/useSession';
import type { Comments } from '../comments/useComments';
import { DraftBar } from '../suggestions/DraftBar';
import type { Suggesting } from '../suggestions/useDraft';
import type { Suggestions } from '../suggestions/useSuggestions';
import type { History } from '../history/useHistory';
import styles from './DocumentBody.module.css';
import { EditorPane } from './EditorPane';
import { OutlinePanel } from './OutlinePanel';
import { PreviewPane } from './PreviewPane';
import { Rescue } from './Rescue';
import { SidePanel } from './SidePanel';
import { StatusLine } from './StatusLine';
import type { Mode } from './useMode';
import type { PanelName } from './usePanel';

const CommentsPanel = lazy(async () => ({ default: (await import('../comments/CommentsPanel')).CommentsPanel }));

const SuggestionsPanel = lazy(async () => ({
  default: (await import('../suggestions/SuggestionsPanel')).SuggestionsPanel,
}));
const HistoryPanel = lazy(async () => ({ default: (await import('../history/HistoryPanel')).HistoryPanel }));
const HistoryView = lazy(async () => ({ default: (await import('../history/HistoryView')).HistoryView }));
const AuthorsView = lazy(async () => ({ default: (await import('../history/AuthorsView')).AuthorsView }));

interface DocumentBodyProps {
  documentId: string;
  title: string;
  live: LiveDocument;
  view: LiveView;
  mode: Mode;
  panel: PanelName | null;
  onPanel: (panel: PanelName | null) => void;
  /** What the editor shows: the document's text, or a draft of it; null until it is open. */
  shown: EditorText | null;
  comments: Comments;
  suggestions: Suggestions;
  suggesting: Suggesting;
  history: History;
}

export function DocumentBody({
  documentId,
  title,
  live,
  view,
  mode,
  panel,
  onPanel,
  shown,
  comments,
  suggestions,
  suggesting,
  history,
}: DocumentBodyProps) {
  const { t } = useTranslation();
  const { replica, leftover, save, role } = view;
  const colour = colourOf(useMe().id);
  const [caret, setCaret] = useState<Caret | null>(null);
  // The past is only in the middle while its list stands beside it.
  const past = panel === 'history' ? history.shown : null;
  const [topLine, setTopLine] = useState(0);
  const [editor, setEditor] = useState<EditorView | null>(null);
  // The pane that the person scrolls leads, the other follows.
  const leader = useRef<'editor' | 'preview'>('editor');
  const go = (line: number) => {
    leader.current = 'editor';
    if (editor !== null) goToLine(editor, line);
    // Asked for a second time, the same line is shown again.
    else setTopLine((before) => (before === line ? line + 1e-6 : line));
  };

  return (
    <div className={styles.body}>
      {leftover !== null && (
        <Rescue
          message={t(`document.leftover.${leftover.reason}`, { count: leftover.changes })}
          title={title}
          text={() => leftover.text}
          onDiscard={() => live.discardLeftover()}
        />
      )}
      {save.kind === 'local-fail' && replica !== null && (
        <Rescue message={t('save.local-fail')} title={title} text={() => replica.text.toJSON()} />
      )}
      {suggesting.draft !== null && mode !== 'view' && <DraftBar suggesting={suggesting} />}
      <p className="sr-only" role="status">
        {suggestions.news}
      </p>
      {replica === null ? (
        <Wait text={t('document.opening')} />
      ) : (
        <div className={styles.middle}>
          {past !== null && (
            <Suspense fallback={null}>
              {past === 'authors' ? (
                <AuthorsView history={history} />
              ) : (
                <HistoryView history={history} version={past} />
              )}
            </Suspense>
          )}
          <div className={styles.panes} data-mode={mode} hidden={past !== null} inert={suggesting.state === 'sending'}>
            {mode !== 'view' && shown !== null && (
              <Pane onLead={() => (leader.current = 'editor')}>
                <EditorPane
                  shown={shown}
                  colour={colour}
                  live={mode === 'live'}
                  onView={(opened) => {
                    setEditor(opened);
                    comments.setEditor(opened);
                    suggestions.setEditor(opened);
                  }}
                  onCaret={setCaret}
                  onScroll={(line) => leader.current === 'editor' && setTopLine(line)}
                  onComment={comments.begin}
                  onThread={comments.show}
                  onSuggested={suggestions.show}
                />
              </Pane>
            )}
            {(mode === 'both' || mode === 'view') && (
              <Pane onLead={() => (leader.current = 'preview')}>
                <PreviewPane
                  text={mode === 'both' ? (shown ?? replica).text : replica.text}
                  topLine={topLine}
                  onScroll={(line) => {
                    if (leader.current === 'preview' && editor !== null) scrollEditorToLine(editor, line);
                  }}
                  onTick={replica.canEdit ? (line) => toggleTaskInText((shown ?? replica).text, line) : null}
                />
              </Pane>
            )}
          </div>
          {panel === 'outline' && (
            <SidePanel title={t('document.outline')} onClose={() => onPanel(null)}>
              <OutlinePanel text={replica.text} onGo={go} />
            </SidePanel>
          )}
          {panel === 'history' && (
            <SidePanel title={t('document.history')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <HistoryPanel history={history} />
              </Suspense>
            </SidePanel>
          )}
          {panel === 'suggestions' && (
            <SidePanel title={t('document.suggestions')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <SuggestionsPanel suggestions={suggestions} />
              </Suspense>
            </SidePanel>
          )}
          {panel === 'comments' && role !== null && (
            <SidePanel title={t('document.comments')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <CommentsPanel
                  documentId={documentId}
                  role={role}
                  threads={comments.threads}
                  error={comments.error}
                  draft={comments.draft}
                  onDraftEnd={comments.endDraft}
                  active={comments.active}
                  onActive={comments.activate}
                  selectedAnchor={comments.selectedAnchor}
                />
              </Suspense>
            </SidePanel>
          )}
        </div>
      )}
      <StatusLine text={replica?.text ?? null} caret={mode === 'view' ? null : caret} save={save} />
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
