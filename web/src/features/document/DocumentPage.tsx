import { useQuery } from '@tanstack/react-query';
import { Suspense, use, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { lazyDialog } from '../../app/lazyDialog';
import { isProblem, UNREACHABLE } from '../../api/problem';
import { Hesitating } from '../../app/Hesitating';
import { Main } from '../../app/surroundings';
import { ASK_AGAIN, mayPass } from '../../app/patience';
import { Shell } from '../../app/Shell';
import { Wait } from '../../app/Wait';
import { forgetDocument, knownDocument, rememberInfo } from '../../sync/knownDocuments';
import { linkOf, warnsBeforeLeaving } from '../../sync/saveState';
import { mayEdit } from '../../sync/ticket';
import { FilesContext } from '../attachments/FilesContext';
import { UploadGuard } from '../attachments/UploadGuard';
import { useAttaching } from '../attachments/useAttaching';
import { useIsGuest, useMe } from '../auth/useSession';
import { AsOthersContext } from './AsOthersContext';
import { ClosedDocument } from './ClosedDocument';
import { DocumentBar } from './DocumentBar';
import { DocumentBody } from './DocumentBody';
import { Gone } from './Gone';
import { Leftovers } from './Leftovers';
import type { VersionedInfo } from './asking';
import { MentionContext } from './MentionContext';
import { documentQuery } from './queries';
import { useAssistant } from '../assistant/useAssistant';
import { mayInvite } from '../comments/mayComment';
import { useComments } from '../comments/useComments';
import { useSeen } from '../notifications/useSeen';
import { UnsentDraft } from '../suggestions/UnsentDraft';
import { useDraft } from '../suggestions/useDraft';
import { useSuggestions } from '../suggestions/useSuggestions';
import { useHistory } from '../history/useHistory';
import { workspacesQuery } from '../workspace/queries';
import { useListed } from '../workspace/useListed';
import { TemplatesContext } from './TemplatesContext';
import { useBeingAway } from './useBeingAway';
import { useFollowing } from './useFollowing';
import { useLeaveWarning } from './useLeaveWarning';
import { useLiveDocument } from './useLiveDocument';
import { useLooking } from './useLooking';
import { useMentioning } from './useMentioning';
import { useMerged } from './useMerged';
import { useMode } from './useMode';
import { usePanel } from './usePanel';
import { usePresenting } from './usePresenting';
import { useReturn } from './useReturn';
import { useSaveKey } from './useSaveKey';
import { useTemplates } from './useTemplates';
import { useWatched } from './useWatched';
import { useWhatChanged } from './useWhatChanged';

const PresentationView = lazyDialog(
  async () => (await import('./PresentationView')).PresentationView,
  ({ onClose }) => onClose(),
);

export function DocumentPage() {
  const { documentId = '' } = useParams();
  return <DocumentById key={documentId} documentId={documentId} />;
}

export function DocumentById({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const [params] = useSearchParams();
  const asOthers = params.get('as') === 'viewer';
  const { data, error, failureReason, fetchStatus, refetch } = useQuery({
    ...documentQuery(documentId),
    // Nothing is known of it yet, or nothing new: another question may be answered.
    refetchInterval: ({ state }) => mayPass(state.error) && ASK_AGAIN,
  });
  // It is forgotten by the query while that is asked again, which nobody wants to see.
  const [trouble, setTrouble] = useState(error);
  if (error !== null && error !== trouble) setTrouble(error);
  const isGone = error !== null && isProblem(error, 403, 404, 410);
  useEffect(() => {
    if (isGone) forgetDocument(me.id, documentId);
  }, [isGone, me.id, documentId]);
  // An open one is still on the page: it gives out what couldn't be sent.
  if (isGone && data === undefined) {
    return (
      <Main>
        <ClosedDocument documentId={documentId} trashed={error.status === 410} />
      </Main>
    );
  }
  const unreachable = fetchStatus === 'paused' || isProblem(failureReason ?? trouble, UNREACHABLE);
  const unanswered = unreachable || mayPass(trouble);
  const known = data === undefined && unanswered ? knownDocument(me.id, documentId) : null;
  const shown = data ?? (known === null ? undefined : { info: known.info, etag: '' });
  if (shown === undefined && trouble !== null) return <Hesitating error={trouble} again={() => void refetch()} />;
  if (shown === undefined) return <Wait {...(unreachable && { text: t('app.unreachable') })} />;
  // Another document is another page: nothing of the one before may linger.
  return (
    <AsOthersContext value={asOthers}>
      <OpenDocument
        key={`${documentId} ${asOthers}`}
        document={asOthers ? { ...shown, info: { ...shown.info, role: 'viewer' } } : shown}
      />
    </AsOthersContext>
  );
}

function OpenDocument({ document: versioned }: { document: VersionedInfo }) {
  const { t } = useTranslation();
  const { info } = versioned;
  const me = useMe();
  const isGuest = useIsGuest();
  const asOthers = use(AsOthersContext);
  const { live, view } = useLiveDocument(info.id, me, !isGuest, asOthers);
  const [mode, setMode] = useMode(view.role ?? info.role, !asOthers);
  const { panel, toggle, show } = usePanel();
  const suggesting = useDraft(info.id, me, view.role, view.replica);
  const shown = suggesting.on ? suggesting.draft : view.replica;
  const attaching = useAttaching(info.id, view.role ?? info.role, shown);
  const comments = useComments(info.id, live, view, shown, show);
  useSeen(info.id, comments.active);
  const suggestions = useSuggestions(info.id, live, view, shown, show);
  const assistant = useAssistant(info, view, shown);
  const history = useHistory(info.id, view.role ?? info.role, panel === 'history');
  const following = useFollowing(view.people);
  const trashed = useReturn(info.id, live, view);
  const whatChanged = useWhatChanged(view.replica);
  useListed(info);
  const presenting = usePresenting();
  const merged = useMerged(live);
  const { data: workspaces } = useQuery({ ...workspacesQuery, enabled: !isGuest });
  // A document alone may be shared with somebody; its workspace isn't theirs to go back to.
  const isStranger = workspaces?.some(({ id }) => id === info.workspaceId) === false;
  const templates = useTemplates(isGuest || isStranger ? null : info.workspaceId);
  // A request for access is answered there: its notice leads to `?share`.
  const [params] = useSearchParams();
  const [sharing, setSharing] = useState(params.has('share'));
  const letIn = !isGuest && mayInvite(view.role ?? info.role) ? () => setSharing(true) : null;
  const mention = useMentioning(info.id, letIn);
  useBeingAway(live);
  const isConnected = useWatched(live.save, (save) => linkOf(save) === 'online');
  useLooking(me.id, info.id, !isGuest && isConnected);
  useSaveKey(live.save.get, suggesting.on, mayEdit(view.role ?? info.role) ? () => show('history') : null);
  useLeaveWarning(useWatched(live.save, warnsBeforeLeaving), suggesting.view, attaching.busy);
  // A guest's way in is their link, which no device keeps.
  useEffect(() => {
    if (!isGuest && versioned.etag !== '') rememberInfo(me.id, info);
  }, [me.id, info, isGuest, versioned.etag]);
  useEffect(() => {
    document.title = `${info.title || t('workspace.untitled')} – ${t('app.name')}`;
  }, [info.title, t]);

  const bar = (
    <DocumentBar
      document={versioned}
      view={view}
      save={live.save}
      mode={mode}
      onMode={setMode}
      panels={{
        panel,
        without: assistant === null ? ['assistant'] : [],
        onPanel: toggle,
        counts: { comments: comments.open, suggestions: suggestions.open.length },
      }}
      suggesting={suggesting}
      following={following}
      sharing={sharing}
      onSharing={setSharing}
      onReview={merged.review}
      onWhatChanged={whatChanged.ask}
      onPresent={presenting.start}
    />
  );
  return (
    <Shell workspaceId={info.workspaceId} bar={bar} back={isStranger ? '/' : `/w/${info.workspaceId}`}>
      {merged.dialog}
      {presenting.on && view.replica !== null && (
        <Suspense fallback={null}>
          <PresentationView
            title={info.title}
            text={view.replica.text}
            files={attaching.files}
            far={attaching.far}
            onClose={presenting.stop}
          />
        </Suspense>
      )}
      <UploadGuard busy={attaching.busy} giveUp={() => attaching.uploads?.close()} />
      {view.ended === 'gone' ? (
        <>
          <Leftovers title={info.title} leftovers={view.leftovers} onDiscard={(one) => live.discardLeftover(one)} />
          <UnsentDraft title={info.title} suggesting={suggesting} />
          <Gone documentId={info.id} trashed={trashed} />
        </>
      ) : (
        <FilesContext value={attaching.files}>
          <TemplatesContext value={templates}>
            <MentionContext value={mention}>
              <DocumentBody
                documentId={info.id}
                title={info.title}
                live={live}
                view={view}
                mode={mode}
                panel={panel}
                onPanel={show}
                shown={shown}
                attaching={attaching}
                comments={comments}
                suggestions={suggestions}
                suggesting={suggesting}
                assistant={assistant}
                history={history}
                following={following}
                whatChanged={whatChanged}
              />
            </MentionContext>
          </TemplatesContext>
        </FilesContext>
      )}
    </Shell>
  );
}
