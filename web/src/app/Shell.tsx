import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../features/auth/useSession';
import { PaletteHost } from '../features/search/PaletteHost';
import { ShortcutsHost } from '../features/search/ShortcutsHost';
import { Rail } from '../features/workspace/Rail';
import { Frame } from './Frame';
import styles from './Shell.module.css';
import { turnTheme } from './theme';
import { useKeptFocus } from './useKeptFocus';
import { useRegions } from './useRegions';
import { useShortcut } from './useShortcut';

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
  const content = useRef<HTMLElement>(null);
  useKeptFocus(content);
  useRegions();
  useShortcut('theme', turnTheme);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('app.skipToContent')}
      </a>
      <header className={styles.bar} data-region>
        {bar}
      </header>
      <ShortcutsHost />
      <main ref={content} id="content" className={styles.content} tabIndex={-1} data-region>
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
      {children}
    </Frame>
  );
}
