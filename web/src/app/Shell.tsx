import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../features/auth/useSession';
import { PaletteHost } from '../features/search/PaletteHost';
import { ShortcutsHost } from '../features/search/ShortcutsHost';
import { Rail } from '../features/workspace/Rail';
import { Frame } from './Frame';
import styles from './Shell.module.css';

interface ShellProps {
  workspaceId: string;
  /** The top bar, beside the button that shows and hides the rail. */
  bar: ReactNode;
  /** Where the page was reached from, if it isn't a beginning itself. */
  back?: string;
  children: ReactNode;
}

/** What stands around a document or a list of them. */
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

function MemberShell({ workspaceId, bar, back, children }: ShellProps) {
  const { t } = useTranslation();
  return (
    <Frame
      rail={<Rail workspaceId={workspaceId} />}
      railName={t('workspace.rail')}
      bar={bar}
      {...(back !== undefined && { back })}
    >
      <PaletteHost workspaceId={workspaceId} />
      <ShortcutsHost />
      {children}
    </Frame>
  );
}
