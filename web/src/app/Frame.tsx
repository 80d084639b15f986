import { ArrowLeft, PanelLeft } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { IconButton } from '../design/Button';
import controls from '../design/controls.module.css';
import { ShortcutsHost } from '../features/search/ShortcutsHost';
import { RailDrawer } from './RailDrawer';
import styles from './Shell.module.css';
import { turnTheme } from './theme';
import { useShortcut } from './useShortcut';
import { useKept } from './useKept';
import { useKeptFocus } from './useKeptFocus';
import { useRegions } from './useRegions';
import { usePhone, useWide } from './useWide';

interface FrameProps {
  rail: ReactNode;
  /** What the rail is called by those who hear it. */
  railName: string;
  /** The top bar, beside the button that shows and hides the rail. */
  bar: ReactNode;
  /** Where this page was reached from: on a telephone the way back stands in the rail's place. */
  back?: string;
  children: ReactNode;
}

/** Rail left, content centre. On narrow screens the rail is a drawer. */
export function Frame({ rail, railName, bar, back, children }: FrameProps) {
  const { t } = useTranslation();
  const wide = useWide();
  const phone = usePhone();
  const [railChoice, chooseRail] = useKept('rail', ['shown', 'hidden'], 'shown');
  const railShown = railChoice === 'shown';
  const [drawerOpen, setDrawerOpen] = useState(false);
  const open = wide ? railShown : drawerOpen;
  const setOpen = (next: boolean) => (wide ? chooseRail(next ? 'shown' : 'hidden') : setDrawerOpen(next));
  useShortcut('rail', () => setOpen(!open));
  useShortcut('theme', turnTheme);
  useRegions();
  const content = useRef<HTMLElement>(null);
  useKeptFocus(content);

  return (
    <div className={styles.shell} data-rail={wide && railShown}>
      <a className={styles.skip} href="#content">
        {t('app.skipToContent')}
      </a>
      {wide && railShown && (
        <nav className={styles.rail} aria-label={railName} data-region>
          {rail}
        </nav>
      )}
      {!wide && (
        <RailDrawer name={railName} open={drawerOpen} onOpenChange={setDrawerOpen}>
          {rail}
        </RailDrawer>
      )}
      <header className={styles.bar} data-region>
        {phone && back !== undefined ? (
          <Link className={controls.icon} to={back} aria-label={t('app.back')} title={t('app.back')}>
            <ArrowLeft size={20} aria-hidden="true" />
          </Link>
        ) : (
          <IconButton
            label={t(open ? 'workspace.closeRail' : 'workspace.openRail')}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <PanelLeft size={18} />
          </IconButton>
        )}
        {bar}
      </header>
      <ShortcutsHost />
      <main ref={content} id="content" className={styles.content} tabIndex={-1} data-region>
        {children}
      </main>
    </div>
  );
}
