import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lazyDialog } from '../../app/lazyDialog';
import { useShortcut } from '../../app/useShortcut';
import { usePhone } from '../../app/useWide';
import { Button } from '../../design/Button';
import type { LiveView } from '../../sync/liveView';
import type { SaveState } from '../../sync/saveState';
import { mayEdit } from '../../sync/ticket';
import type { Watchable } from '../../sync/watched';
import { useIsGuest } from '../auth/useSession';
import { TypingChoice } from '../suggestions/TypingChoice';
import type { Suggesting } from '../suggestions/useDraft';
import { pathOf } from '../workspace/places';
import { workspacesQuery } from '../workspace/queries';
import { treeQuery } from '../workspace/treeQueries';
import styles from './DocumentBar.module.css';
import { DocumentMenu } from './DocumentMenu';
import { Facepile } from './Facepile';
import { ModeSwitch } from './ModeSwitch';
import { PanelButtons } from './PanelButtons';
import type { PanelsOffered } from './panels';
import { PhoneTools } from './PhoneTools';
import { print } from './printing';
import type { VersionedInfo } from './asking';
import { LiveSaveState } from './LiveSaveState';
import { TitleField } from './TitleField';
import type { Following } from './useFollowing';
import type { Mode } from './savedMode';

const ShareDialog = lazyDialog(
  async () => (await import('../sharing/ShareDialog')).ShareDialog,
  ({ onOpenChange }) => onOpenChange(false),
);

interface DocumentBarProps {
  document: VersionedInfo;
  view: LiveView;
  save: Watchable<SaveState>;
  mode: Mode;
  onMode: (mode: Mode) => void;
  panels: PanelsOffered;
  suggesting: Suggesting;
  following: Following;
  /** The dialog is open in which others are let in. */
  sharing: boolean;
  onSharing: (open: boolean) => void;
  /** Shows what came in while the page was away; null where nothing waits. */
  onReview: (() => void) | null;
  onWhatChanged: () => void;
  onPresent: () => void;
}

/** Name, state and tools of the document. On a telephone one row: the tools are in its menu. */
export function DocumentBar(props: DocumentBarProps) {
  const { document, view, save, mode, onMode, panels, suggesting, following, sharing, onSharing } = props;
  const { onReview, onWhatChanged, onPresent } = props;
  const { t } = useTranslation();
  const { info } = document;
  const isGuest = useIsGuest();
  const phone = usePhone();
  const { data: workspaces } = useQuery({ ...workspacesQuery, enabled: !isGuest });
  const workspace = isGuest ? undefined : workspaces?.find(({ id }) => id === info.workspaceId);
  // The rail has asked for it; without a rail there is no way to say where.
  const { data: tree } = useQuery({ ...treeQuery(info.workspaceId), enabled: false });
  const folders = (tree === undefined ? null : pathOf(tree, info.id)) ?? [];
  const { replica } = view;
  const canEdit = mayEdit(view.role ?? info.role);
  const share = isGuest ? null : () => onSharing(true);
  useShortcut('share', share);
  return (
    <div className={styles.bar}>
      <div className={styles.place}>
        {workspace !== undefined && (
          <>
            <Link className={`${styles.crumb ?? ''} ${styles.whose ?? ''}`} to={`/w/${info.workspaceId}`}>
              {workspace.name}
            </Link>
            <span className={`${styles.slash ?? ''} ${styles.whose ?? ''}`} aria-hidden="true">
              /
            </span>
            {folders.length > 0 && (
              <>
                <span className={styles.crumb} title={folders.join(' / ')}>
                  {folders.join(' / ')}
                </span>
                <span className={styles.slash} aria-hidden="true">
                  /
                </span>
              </>
            )}
          </>
        )}
        <h1 className={canEdit ? 'sr-only' : styles.title}>{info.title || t('workspace.untitled')}</h1>
        {canEdit && <TitleField document={document} />}
        {view.ended !== 'gone' && <LiveSaveState save={save} suggests={suggesting.on} onReview={onReview} />}
      </div>
      <div className={styles.tools}>
        {!phone && (
          <>
            <Facepile people={view.people} following={following} />
            <ModeSwitch mode={mode} onMode={onMode} />
            {suggesting.choose !== null && <TypingChoice on={suggesting.on} onChoose={suggesting.choose} />}
            <PanelButtons {...panels} />
            {share !== null && (
              <Button look="primary" className={styles.share} onClick={share}>
                {t('sharing.share')}
              </Button>
            )}
          </>
        )}
        <DocumentMenu
          info={info}
          canEdit={canEdit}
          isMember={workspace !== undefined}
          text={replica === null ? null : () => replica.text.toJSON()}
          onPrint={() => print(mode, onMode)}
          onFiles={() => panels.onPanel('attachments')}
          onWhatChanged={onWhatChanged}
          onPresent={onPresent}
        >
          {phone && (
            <PhoneTools
              mode={mode}
              onMode={onMode}
              offered={panels}
              suggesting={suggesting}
              people={view.people}
              following={following}
              onShare={share}
            />
          )}
        </DocumentMenu>
      </div>
      {sharing && (
        <Suspense fallback={null}>
          <ShareDialog info={info} role={view.role ?? info.role} open onOpenChange={onSharing} />
        </Suspense>
      )}
    </div>
  );
}
