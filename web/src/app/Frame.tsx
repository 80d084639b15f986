import { ArrowLeft, PanelLeft } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { IconButton } from '../design/Button';
import controls from '../design/controls.module.css';
import { ShortcutsHost } from '../features/search/ShortcutsHost';
import { Sayings } from './Sayings';
import { SkipLinks } from './SkipLinks';
import { WithinMain } from './surroundings';
import { RailDrawer } from './RailDrawer';
import styles from './Shell.module.css';
import { turnTheme } from './theme';
import { useShortcut } from './useShortcut';
import { useKept } from './useKept';
import { useKeptFocus } from './useKeptFocus';
import { useRegions } from './useRegions';
import { usePhone, useWide } from './useWide';

interface FrameProps {
  /** Null where there is none: then there is no button for it either. */
  rail: ReactNode;
  /** What the rail is called by those who hear it. */
  railName: string;
  /** The top bar, beside the button that shows and hides the rail. Null where the page fills the window. */
  bar: ReactNode;
  /** Where this page was reached from: on a telephone the way back stands in the rail's place. */
  back?: string | undefined;
  children: ReactNode;
}

/** Rail left, content centre. On narrow screens the rail is a drawer. */
export function Frame({ rail, railName, bar, back, children }: FrameProps) {
  const wide = useWide();
  const [railChoice, chooseRail] = useKept('rail', ['shown', 'hidden'], 'shown');
  const railShown = railChoice === 'shown';
  const [drawerOpen, setDrawerOpen] = useState(false);
  const open = wide ? railShown : drawerOpen;
  const setOpen = (next: boolean) => (wide ? chooseRail(next ? 'shown' : 'hidden') : setDrawerOpen(next));
  useShortcut('rail', () => rail !== null && setOpen(!open));
  useShortcut('theme', turnTheme);
  useRegions();
  const content = useRef<HTMLElement>(null);
  useKeptFocus(content);

  // What the page fills is the same element with or without all this: what is in it stays as it is.
  return (
    <div className={bar === null ? undefined : styles.shell} data-rail={rail !== null && wide && railShown}>
      {bar !== null && <SkipLinks />}
      {rail !== null && wide && railShown && (
        <nav className={styles.rail} aria-label={railName} data-region>
          {rail}
        </nav>
      )}
      {rail !== null && !wide && (
        <RailDrawer name={railName} open={drawerOpen} onOpenChange={setDrawerOpen}>
          {rail}
        </RailDrawer>
      )}
      {bar !== null && (
        <header className={styles.bar} data-region>
          {rail !== null && <WayOut back={back} open={open} onOpen={setOpen} />}
          {bar}
        </header>
      )}
      <ShortcutsHost />
      <Sayings />
      <main ref={content} id="content" className={bar === null ? undefined : styles.content} tabIndex={-1} data-region>
        <WithinMain value>{children}</WithinMain>
      </main>
    </div>
  );
}

interface WayOutProps {
  back: string | undefined;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** To the rail, or on a telephone to where the page was reached from. */
function WayOut({ back, open, onOpen }: WayOutProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  if (phone && back !== undefined)
    return (
      <Link className={controls.icon} to={back} aria-label={t('app.back')} title={t('app.back')}>
        <ArrowLeft size={20} aria-hidden="true" />
      </Link>
    );
  return (
    <IconButton
      label={t(open ? 'workspace.closeRail' : 'workspace.openRail')}
      aria-expanded={open}
      onClick={() => onOpen(!open)}
    >
      <PanelLeft size={18} />
    </IconButton>
  );
}
