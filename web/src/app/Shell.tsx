import { PanelLeft } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../design/Button';
import { useIsGuest } from '../features/auth/useSession';
import { PaletteHost } from '../features/search/PaletteHost';
import { Rail } from '../features/workspace/Rail';
import { RailDrawer } from './RailDrawer';
import styles from './Shell.module.css';
import { useHotkey } from './useHotkey';
import { useWide } from './useWide';

interface ShellProps {
  workspaceId: string;
  /** The top bar, beside the button that shows and hides the rail. */
  bar: ReactNode;
  children: ReactNode;
}

/** Rail left, content centre. On narrow screens the rail is a drawer. */
export function Shell(props: ShellProps) {
  return useIsGuest() ? <GuestShell {...props} /> : <MemberShell {...props} />;
}

/** A guest has the document and nothing around it. */
function GuestShell({ bar, children }: ShellProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('app.skipToContent')}
      </a>
      <header className={styles.bar}>{bar}</header>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function MemberShell({ workspaceId, bar, children }: ShellProps) {
  const { t } = useTranslation();
  const wide = useWide();
  const [railShown, setRailShown] = useState(true);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const open = wide ? railShown : drawerOpen;
  const setOpen = wide ? setRailShown : setDrawerOpen;
  useHotkey('.', () => setOpen(!open));

  return (
    <div className={styles.shell} data-rail={wide && railShown}>
      <a className={styles.skip} href="#content">
        {t('app.skipToContent')}
      </a>
      {wide && railShown && (
        <nav className={styles.rail} aria-label={t('workspace.rail')}>
          <Rail workspaceId={workspaceId} />
        </nav>
      )}
      {!wide && (
        <RailDrawer open={drawerOpen} onOpenChange={setDrawerOpen}>
          <Rail workspaceId={workspaceId} />
        </RailDrawer>
      )}
      <header className={styles.bar}>
        <IconButton
          label={t(open ? 'workspace.closeRail' : 'workspace.openRail')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <PanelLeft size={18} />
        </IconButton>
        {bar}
      </header>
      <PaletteHost workspaceId={workspaceId} />
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
