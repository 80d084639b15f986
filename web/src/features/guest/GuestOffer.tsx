import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { mayEdit } from '../../sync/ticket';
import { useMe } from '../auth/useSession';
import { workspacesQuery } from '../workspace/queries';
import type { LocalEntry } from '../../sync/localEntries';
import styles from './Guest.module.css';
import { moveDocument, NotMoved } from './moveDocument';
import { useLocalEntries } from './useLocalEntries';

type Step =
  | { kind: 'asking' }
  | { kind: 'moving'; done: number; count: number }
  | { kind: 'failed'; title: string; error: unknown };

/** What was written before signing in can go where it is shared. */
export function GuestOffer({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const textOf = useProblemText();
  const queries = useQueryClient();
  const entries = useLocalEntries();
  const { data: workspaces } = useQuery(workspacesQuery);
  const [step, setStep] = useState<Step>({ kind: 'asking' });
  const [declined, setDeclined] = useState(wasDeclined);
  const workspace = workspaces?.find(({ id }) => id === workspaceId);
  if (workspace === undefined || !mayEdit(workspace.role)) return null;
  if (entries === null || entries.length === 0 || (declined && step.kind === 'asking')) return null;

  const move = async () => {
    const count = entries.length;
    let done = 0;
    // The oldest first, so that the list keeps its order.
    for (const entry of [...entries].reverse()) {
      setStep({ kind: 'moving', done: done + 1, count });
      try {
        await moveDocument(entry, workspaceId, me, t('workspace.untitled'));
        done += 1;
      } catch (error) {
        setStep({ kind: 'failed', title: entry.title || t('workspace.untitled'), error });
        break;
      }
    }
    void queries.invalidateQueries({ queryKey: ['documents'] });
    if (done === count) {
      setStep({ kind: 'asking' });
      toast(t('guest.moved', { count, workspace: workspace.name }));
    }
  };
  const reasonOf = (error: unknown) =>
    error instanceof NotMoved ? t(error.reason === 'gone' ? 'guest.moveGone' : 'guest.moveRefused') : textOf(error);
  const titleOf = ({ title }: LocalEntry) => title || t('workspace.untitled');
  const names = { title: entries.map(titleOf)[0], workspace: workspace.name };

  return (
    <Notice tone={step.kind === 'failed' ? 'danger' : 'plain'}>
      <div className={styles.asks}>
        {step.kind === 'asking' && <p>{t('guest.offer', { count: entries.length, ...names })}</p>}
        {step.kind === 'moving' && <p>{t('guest.moving', { done: step.done, count: step.count })}</p>}
        {step.kind === 'failed' && <p>{t('guest.notMoved', { title: step.title, reason: reasonOf(step.error) })}</p>}
        {step.kind !== 'moving' && (
          <div className={controls.actions}>
            <Button look="primary" onClick={() => void move()}>
              {t(step.kind === 'failed' ? 'guest.tryAgain' : 'guest.move')}
            </Button>
            <Button
              onClick={() => {
                decline();
                setDeclined(true);
                setStep({ kind: 'asking' });
              }}
            >
              {t('guest.notNow')}
            </Button>
          </div>
        )}
      </div>
    </Notice>
  );
}

const KEY = 'mdreader.not-now';

/** For this tab; the documents stay where they are, and the next sign-in asks again. */
function wasDeclined(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

function decline(): void {
  try {
    sessionStorage.setItem(KEY, 'yes');
  } catch {
    // It is then asked again with the next page.
  }
}
