import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { PaletteHost } from '../features/search/PaletteHost';
import { Rail } from '../features/workspace/Rail';
import { Frame } from './Frame';
import { SurroundingsContext, type Around } from './surroundings';
import styles from './Shell.module.css';
import { Wait } from './Wait';

/**
 * The pages of documents and of lists of them, and what stands around these: the rail stays as it is, with its place and
 * the focus in it, while one goes from page to page. Until a page says what is to be around it, nothing is.
 */
export function MemberPages() {
  const { t } = useTranslation();
  const [around, show] = useState<Around | null>(null);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const surroundings = useMemo(() => ({ bar, show }), [bar]);
  const isMember = around !== null && !around.isGuest;
  return (
    <SurroundingsContext value={surroundings}>
      <Frame
        rail={isMember ? <Rail workspaceId={around.workspaceId} /> : null}
        railName={t('workspace.rail')}
        bar={around === null ? null : <div ref={setBar} className={styles.place} />}
        back={isMember ? around.back : undefined}
      >
        {isMember && <PaletteHost workspaceId={around.workspaceId} />}
        <Suspense fallback={<Wait />}>
          <Outlet />
        </Suspense>
      </Frame>
    </SurroundingsContext>
  );
}
