import { useInfiniteQuery } from '@tanstack/react-query';
import { Bot, KeyRound, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { WorkspaceAgent } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import settings from '../settings/Settings.module.css';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Agents.module.css';
import { usePausingHere, workspaceAgents } from './queries';

/** For owners: with which tokens members' agents and programs reach the workspace, and the brake for each agent. */
export function WorkspaceAgents({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: agents, error, hasNextPage, fetchNextPage } = useInfiniteQuery(workspaceAgents(workspaceId));
  return (
    <section className={settings.section}>
      <h2 className={settings.heading}>{t('agents.inWorkspace')}</h2>
      <p className={settings.muted}>{t('agents.inWorkspaceText')}</p>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {agents?.length === 0 && <p className={page.quiet}>{t('agents.noneInWorkspace')}</p>}
      {agents !== undefined && agents.length > 0 && (
        <ul className={page.list} aria-label={t('agents.inWorkspace')}>
          {agents.map((agent) => (
            <li key={agent.id} className={settings.entry}>
              <Row agent={agent} workspaceId={workspaceId} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>
        </div>
      )}
    </section>
  );
}

function Row({ agent, workspaceId }: { agent: WorkspaceAgent; workspaceId: string }) {
  const { id, name, userName, isAgent, scopes, expiresAt, lastUsedAt, pausedAt, pausedHereAt } = agent;
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const pausing = usePausingHere(workspaceId);
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  const isPausedHere = pausedHereAt !== null;
  const isPaused = isPausedHere || pausedAt !== null;
  return (
    <>
      <span className={styles.face} data-paused={isPaused}>
        {isAgent ? <Bot size={18} aria-hidden="true" /> : <KeyRound size={16} aria-hidden="true" />}
      </span>
      <div className={settings.main}>
        <p className={settings.name}>
          {t(isAgent ? 'agents.of' : 'agents.tokenOf', { agent: name, name: userName })}{' '}
          {isPaused && (
            <span className={styles.paused}>{t(isPausedHere ? 'agents.pausedHere' : 'agents.pausedByPerson')}</span>
          )}
        </p>
        <p className={settings.muted}>
          {scopes.join(', ')} ·{' '}
          {lastUsedAt === null
            ? t('agents.neverUsed')
            : t('agents.lastUsed', { when: timeAgo(lastUsedAt, now, dateLocale(i18n.language)) })}{' '}
          · {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })}
        </p>
      </div>
      {isAgent && (
        <Button
          aria-label={t(isPausedHere ? 'agents.resumeOf' : 'agents.pauseOf', { name })}
          onClick={() => pausing.mutate({ id, paused: !isPausedHere }, { onError: (error) => toast(textOf(error)) })}
        >
          {isPausedHere ? <Play size={16} /> : <Pause size={16} />}
          {t(isPausedHere ? 'agents.resume' : 'agents.pause')}
        </Button>
      )}
    </>
  );
}
