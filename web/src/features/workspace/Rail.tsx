import { useQuery } from '@tanstack/react-query';
import { FileText, Plus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { IconButton } from '../../design/Button';
import { AccountMenu } from '../auth/AccountMenu';
import { PeopleDialog } from './PeopleDialog';
import { useDocuments, workspacesQuery } from './queries';
import styles from './Rail.module.css';
import { useNewDocument } from './useNewDocument';
import { WorkspaceMenu } from './WorkspaceMenu';

/** Where am I, what is here, who is here. */
export function Rail({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const [peopleOpen, setPeopleOpen] = useState(false);
  const { data: workspaces } = useQuery(workspacesQuery);
  const { data: documents } = useDocuments(workspaceId);
  const newDocument = useNewDocument(workspaceId);
  const workspace = workspaces?.find(({ id }) => id === workspaceId);

  return (
    <div className={styles.rail}>
      <WorkspaceMenu workspace={workspace} workspaces={workspaces ?? []} />
      <button type="button" className={styles.entry} onClick={() => setPeopleOpen(true)}>
        <Users size={16} />
        {t('workspace.people')}
      </button>
      <div className={styles.section}>
        <NavLink to={`/w/${workspaceId}`} className={styles.sectionLink ?? ''}>
          {t('workspace.documents')}
        </NavLink>
        {newDocument !== null && (
          <IconButton label={t('workspace.newDocument')} onClick={newDocument}>
            <Plus size={16} />
          </IconButton>
        )}
      </div>
      <ul className={styles.list}>
        {documents?.map(({ id, title }) => (
          <li key={id}>
            <NavLink to={`/d/${id}`} className={styles.entry ?? ''}>
              <FileText size={16} />
              <span className={styles.name}>{title || t('workspace.untitled')}</span>
            </NavLink>
          </li>
        ))}
      </ul>
      <AccountMenu />
      {workspace !== undefined && <PeopleDialog workspace={workspace} open={peopleOpen} onOpenChange={setPeopleOpen} />}
    </div>
  );
}
