import { useQuery } from '@tanstack/react-query';
import { Bot, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { AccessTokenEntry } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import { tokensQuery, useTokens } from '../settings/queries';
import settings from '../settings/Settings.module.css';
import { TokenForm } from '../settings/TokenForm';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Agents.module.css';

/** An agent has no business with the account itself. */
const SCOPES = ['read', 'write'];

/** Agents that work in the person's name: what they may do, what they last did, and the way to stop them. */
export function Agents() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: tokens = [], error } = useQuery(tokensQuery);
  const agents = tokens.filter(({ isAgent }) => isAgent);
  return (
    <section className={settings.section}>
      <h2 className={settings.heading}>{t('agents.title')}</h2>
      <p className={settings.muted}>{t('agents.text')}</p>
      <TextField
        label={t('agents.address')}
        hint={t('agents.addressHint')}
        readOnly
        value={`${location.origin}/mcp`}
        onFocus={(event) => event.target.select()}
      />
      <TokenForm isAgent scopes={SCOPES} label={t('agents.name')} action={t('agents.make')} />
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {agents.length === 0 && <p className={page.quiet}>{t('agents.none')}</p>}
      <ul className={page.list} aria-label={t('agents.title')}>
        {agents.map((agent) => (
          <li key={agent.id} className={settings.entry}>
            <Agent agent={agent} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Agent({ agent: { id, name, scopes, expiresAt, pausedAt, lastUsedAt } }: { agent: AccessTokenEntry }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { pause, revoke } = useTokens();
  const [asking, setAsking] = useState(false);
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  const isPaused = pausedAt !== null;
  const onError = (error: Error) => toast(textOf(error));
  return (
    <>
      <span className={styles.face} data-paused={isPaused}>
        <Bot size={18} aria-hidden="true" />
      </span>
      <div className={settings.main}>
        <p className={settings.name}>
          {name} {isPaused && <span className={styles.paused}>{t('agents.paused')}</span>}
        </p>
        <p className={settings.muted}>
          {scopes.join(', ')} ·{' '}
          {lastUsedAt === null
            ? t('agents.neverUsed')
            : t('agents.lastUsed', { when: timeAgo(lastUsedAt, now, dateLocale(i18n.language)) })}{' '}
          · {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })}
        </p>
      </div>
      <Button
        aria-label={t(isPaused ? 'agents.resumeOf' : 'agents.pauseOf', { name })}
        onClick={() => pause.mutate({ id, paused: !isPaused }, { onError })}
      >
        {isPaused ? <Play size={16} /> : <Pause size={16} />}
        {t(isPaused ? 'agents.resume' : 'agents.pause')}
      </Button>
      <IconButton label={t('settings.revokeToken', { name })} onClick={() => setAsking(true)}>
        <Trash2 size={16} />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('agents.revokeTitle', { name })}
        text={t('agents.revokeText')}
        action={t('agents.revoke')}
        onConfirm={() => revoke.mutateAsync(id)}
      />
    </>
  );
}
