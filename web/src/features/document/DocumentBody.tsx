import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyDialog } from '../../app/lazyDialog';
import { lazyPart } from '../../app/lazyPart';
import { useSaid } from '../../app/said';
import { useWide } from '../../app/useWide';
import { Wait } from '../../app/Wait';
import { toggleTaskInText } from '../../editor/tasks';
import type { EditorText } from '../../sync/editorText';
import type { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { colourOf } from '../../sync/people';
import { linkOf } from '../../sync/saveState';
import { mayEdit } from '../../sync/ticket';
import { useMe } from '../auth/useSession';
import type { Attaching } from '../attachments/useAttaching';
import type { Assistant } from '../assistant/answer';
import type { Comments } from '../comments/useComments';
import { DraftBar } from '../suggestions/DraftBar';
import { UnsentDraft } from '../suggestions/UnsentDraft';
import type { Suggesting } from '../suggestions/useDraft';
import type { Suggestions } from '../suggestions/useSuggestions';
import type { History } from '../history/useHistory';
import { AccessNotice } from './AccessNotice';
import { AsOthersBanner } from './AsOthersBanner';
import styles from './DocumentBody.module.css';
import { FollowBanner } from './FollowBanner';
import { Leftovers } from './Leftovers';
import { OutlinePanel } from './OutlinePanel';
import { Rescue } from './Rescue';
import { SidePanel } from './SidePanel';
import { usePresenceNews } from './usePresenceNews';
import { StatusLine } from './StatusLine';
import { TextPanes } from './TextPanes';
import { useGoingAlong, type Following } from './useFollowing';
import type { Mode } from './savedMode';
import type { PanelName } from './usePanel';
import { usePanes } from './usePanes';
import type { WhatChanged } from './useWhatChanged';
import { useWatched } from './useWatched';

const CommentsPanel = lazyPart(async () => (await import('../comments/CommentsPanel')).CommentsPanel);

const CommentsFileMenu = lazyPart(
  async () => (await import('../comments/CommentsFileMenu')).CommentsFileMenu,
  // The panel that it stands above says it for both.
  () => null,
);
const SuggestionsPanel = lazyPart(async () => (await import('../suggestions/SuggestionsPanel')).SuggestionsPanel);
const AssistantPanel = lazyPart(async () => (await import('../assistant/AssistantPanel')).AssistantPanel);
const AttachmentsPanel = lazyPart(async () => (await import('../attachments/AttachmentsPanel')).AttachmentsPanel);
const HistoryPanel = lazyPart(async () => (await import('../history/HistoryPanel')).HistoryPanel);
const HistoryView = lazyPart(async () => (await import('../history/HistoryView')).HistoryView);
const PointedCards = lazyPart(
  async () => (await import('../pointed/PointedCards')).PointedCards,
  // A click leads to the same.
  () => null,
);
const AuthorsView = lazyPart(async () => (await import('../history/AuthorsView')).AuthorsView);

const WhatChangedDialog = lazyDialog(
  async () => (await import('./WhatChangedDialog')).WhatChangedDialog,
  ({ onClose }) => onClose(),
);

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
  attaching: Attaching;
  comments: Comments;
  suggestions: Suggestions;
  suggesting: Suggesting;
  /** Null where there is none. */
  assistant: Assistant | null;
  history: History;
  following: Following;
  whatChanged: WhatChanged;
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
  attaching,
  comments,
  suggestions,
  suggesting,
  assistant,
  history,
  following,
  whatChanged,
}: DocumentBodyProps) {
  const { t } = useTranslation();
  const { replica, leftovers, role } = view;
  const link = useWatched(live.save, linkOf);
  const isUnsafe = useWatched(live.save, ({ kind }) => kind === 'local-fail');
  const panes = usePanes();
  const hasSelection = useWatched(panes.caret, (caret) => (caret?.selected ?? '') !== '');
  const presence = usePresenceNews(view.people);
  useSaid(suggestions.news);
  useSaid(presence);
  useSaid(comments.news);
  const colour = colourOf(useMe().id);
  const found = useGoingAlong(following, shown ?? replica, panes);
  const wide = useWide();
  // The past is only in the middle while its list stands beside it, or has led there where both have no room.
  const past = panel === 'history' ? history.shown : null;

  return (
    <div className={styles.body}>
      <AsOthersBanner documentId={documentId} />
      <AccessNotice documentId={documentId} live={live} />
      {whatChanged.report !== null && (
        <Suspense fallback={null}>
          <WhatChangedDialog report={whatChanged.report} onGo={panes.go} onClose={whatChanged.close} />
        </Suspense>
      )}
      <Leftovers title={title} leftovers={leftovers} onDiscard={(one) => live.discardLeftover(one)} />
      <UnsentDraft title={title} suggesting={suggesting} />
      {isUnsafe && replica !== null && (
        <Rescue message={t('save.local-fail')} title={title} text={() => replica.text.toJSON()} />
      )}
      {suggesting.draft !== null && mode !== 'view' && <DraftBar suggesting={suggesting} />}
      <FollowBanner person={following.person} found={found} onStop={() => following.follow(null)} />
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
          <TextPanes
            panes={panes}
            title={title}
            shown={shown}
            rendered={mode === 'both' ? (shown ?? replica) : replica}
            colour={colour}
            mode={mode}
            attaching={attaching}
            hidden={past !== null}
            inert={suggesting.state === 'sending'}
            onOwnWay={() => following.follow(null)}
            onEditor={(editor) => {
              comments.setEditor(editor);
              suggestions.setEditor(editor);
            }}
            onTick={replica.canEdit ? (line) => toggleTaskInText(shown ?? replica, line) : null}
            onComment={comments.begin}
            onThread={comments.show}
            readComments={comments.inView}
            onSuggested={suggestions.show}
          />
          <Suspense fallback={null}>
            <PointedCards comments={comments} suggestions={suggestions} />
          </Suspense>
          {panel === 'outline' && (
            <SidePanel title={t('document.outline')} onClose={() => onPanel(null)}>
              <OutlinePanel text={replica.text} onGo={panes.go} />
            </SidePanel>
          )}
          {panel === 'history' && (wide || past === null) && (
            <SidePanel title={t('document.history')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <HistoryPanel history={history} />
              </Suspense>
            </SidePanel>
          )}
          {panel === 'attachments' && role !== null && (
            <SidePanel title={t('document.attachments')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <AttachmentsPanel documentId={documentId} text={replica.text} mayDelete={mayEdit(role)} />
              </Suspense>
            </SidePanel>
          )}
          {panel === 'assistant' && assistant !== null && (
            <SidePanel title={t('document.assistant')} onClose={() => onPanel(null)}>
              <Suspense fallback={null}>
                <AssistantPanel
                  assistant={assistant}
                  hasSelection={mode !== 'view' && hasSelection}
                  selection={() => panes.editor?.state.selection.main ?? null}
                  onSuggestion={suggestions.show}
                />
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
            <SidePanel
              title={t('document.comments')}
              skip="comments"
              menu={
                <Suspense fallback={null}>
                  <CommentsFileMenu documentId={documentId} role={role} />
                </Suspense>
              }
              onClose={() => onPanel(null)}
            >
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
                  writing={comments.writing}
                  onReply={comments.reply}
                  selectedAnchor={comments.selectedAnchor}
                />
              </Suspense>
            </SidePanel>
          )}
        </div>
      )}
      <StatusLine
        text={replica?.text ?? null}
        caret={mode === 'view' ? null : panes.caret}
        link={link}
        file={{ documentId, mayChange: role !== null && mayEdit(role) }}
      />
    </div>
  );
}
