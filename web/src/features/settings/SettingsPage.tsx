import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, NavLink, Route, Routes } from 'react-router';
import { Sayings } from '../../app/Sayings';
import page from '../workspace/WorkspacePage.module.css';
import { workspacesQuery } from '../workspace/queries';
import { PaletteHost } from '../search/PaletteHost';
import { ShortcutsHost } from '../search/ShortcutsHost';
import { Agents } from '../agents/Agents';
import { Leaving } from './Leaving';
import { Notifications } from './Notifications';
import { Profile } from './Profile';
import { Security } from './Security';
import styles from './Settings.module.css';
import { ShortcutSettings } from './ShortcutSettings';
import { Tokens } from './Tokens';

const TABS = ['profile', 'security', 'notifications', 'shortcuts', 'agents', 'tokens', 'account'] as const;

/** What a person decides about themselves. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { data: workspaces } = useQuery(workspacesQuery);
  useEffect(() => {
    document.title = `${t('settings.title')} – ${t('app.name')}`;
  }, [t]);
  const home = workspaces?.[0] === undefined ? '/' : `/w/${workspaces[0].id}`;
  return (
    <main className={page.page}>
      <div>
        <Link to={home} className={styles.tab}>
          <ArrowLeft size={14} /> {t('app.notFound.home')}
        </Link>
      </div>
      <h1 className={page.title}>{t('settings.title')}</h1>
      <nav className={styles.tabs} aria-label={t('settings.title')}>
        {TABS.map((tab) => (
          <NavLink key={tab} to={`/settings/${tab}`} className={styles.tab ?? ''}>
            {t(`settings.tab_${tab}`)}
          </NavLink>
        ))}
      </nav>
      {workspaces?.[0] !== undefined && <PaletteHost workspaceId={workspaces[0].id} />}
      <ShortcutsHost />
      <Sayings />
      <Routes>
        <Route path="profile" element={<Profile />} />
        <Route path="security" element={<Security />} />
        <Route path="notifications" element={<Notifications />} />
        <Route path="shortcuts" element={<ShortcutSettings />} />
        <Route path="agents" element={<Agents />} />
        <Route path="tokens" element={<Tokens />} />
        <Route path="account" element={<Leaving />} />
        <Route path="*" element={<Navigate to="/settings/profile" replace />} />
      </Routes>
    </main>
  );
}
