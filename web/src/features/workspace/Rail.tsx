import { useQuery } from '@tanstack/react-query';
import { House, Inbox, PencilLine, Search, Share2, Trash2, Users, type LucideIcon } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { keysOf } from '../../app/chord';
import { mayEdit } from '../../sync/ticket';
import { AccountMenu } from '../auth/AccountMenu';
import { UnreadBadge } from '../notifications/UnreadBadge';
import { useKeys } from '../search/useKeys';
import { setPaletteOpen } from '../search/usePalette';
import { NewMenu } from './NewMenu';
import { PeopleDialog } from './PeopleDialog';
import { workspacesQuery } from './queries';
import styles from './Rail.module.css';
import { Tree } from './Tree';
import { WorkspaceMenu } from './WorkspaceMenu';

/** Where am I, what is here, who is here. What changes at every key around it, as the word "Saved" does, isn't its. */
export const Rail = memo(function Rail({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const [peopleOpen, setPeopleOpen] = useState(false);
  const paletteKeys = useKeys().of('palette');
  const { data: workspaces } = useQuery(workspacesQuery);
  // Around a document of a workspace that isn't theirs people have their own, or nothing but what is shared with them.
  const workspace = workspaces?.find(({ id }) => id === workspaceId) ?? workspaces?.[0];
  const isIn = workspaces === undefined || workspace !== undefined;
  const id = workspace?.id ?? workspaceId;
  const home = `/w/${id}`;

  return (
    <div className={styles.rail}>
      {isIn && <WorkspaceMenu workspace={workspace} workspaces={workspaces ?? []} />}
      <button type="button" className={styles.search} onClick={() => setPaletteOpen(true)}>
        <Search size={16} />
        <span className={styles.grow}>{t('search.open')}</span>
        {paletteKeys !== null && (
          <kbd className={styles.key} aria-hidden="true">
            {keysOf(paletteKeys, { ctrl: t('shortcuts.ctrl'), shift: t('shortcuts.shift') }).join(' ')}
          </kbd>
        )}
      </button>
      {isIn && <Place to={home} Icon={House} name={t('workspace.home')} exact />}
      <Place to={`${home}/inbox`} Icon={Inbox} name={t('inbox.title')} badge={<UnreadBadge />} />
      <Place to={`${home}/shared`} Icon={Share2} name={t('workspace.shared')} />
      <Place to={`${home}/drafts`} Icon={PencilLine} name={t('drafts.title')} />
      {isIn && (
        <>
          <button type="button" className={styles.entry} onClick={() => setPeopleOpen(true)}>
            <Users size={16} />
            {t('workspace.people')}
          </button>
          <div className={styles.section}>
            <h2 className={styles.sectionName}>{t('workspace.documents')}</h2>
            <NewMenu workspaceId={id} />
          </div>
          <Tree workspaceId={id} mayEdit={workspace !== undefined && mayEdit(workspace.role)} />
          <Place to={`${home}/trash`} Icon={Trash2} name={t('workspace.trash')} />
        </>
      )}
      <AccountMenu workspaceId={id} />
      {workspace !== undefined && <PeopleDialog workspace={workspace} open={peopleOpen} onOpenChange={setPeopleOpen} />}
    </div>
  );
});

interface PlaceProps {
  to: string;
  Icon: LucideIcon;
  name: string;
  badge?: React.ReactNode;
  exact?: boolean;
}

function Place({ to, Icon, name, badge, exact = false }: PlaceProps) {
  return (
    <NavLink to={to} end={exact} className={styles.entry ?? ''}>
      <Icon size={16} />
      <span className={styles.grow}>{name}</span>
      {badge}
    </NavLink>
  );
}
