import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import styles from './AuthCard.module.css';
import { NOBODY, PersonFields } from './PersonFields';
import { session } from './session';
import { useSubmission } from './useSubmission';

/** The first run: whoever holds the one-time link becomes the administrator. */
export function SetUp() {
  const { t } = useTranslation();
  const token = useSetUpToken();
  const [person, setPerson] = useState(NOBODY);
  const [workspace, setWorkspace] = useState('');
  const [used, setUsed] = useState(token === '');
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'email', 'password', 'workspace']);

  const setUp = async () => {
    try {
      await body(client.POST('/api/v1/setup', { body: { ...person, workspace, token } }));
    } catch (error) {
      if (!isProblem(error, 401, 403, 404, 410)) throw error;
      setUsed(true);
      return;
    }
    await session.signIn(person.email, person.password);
  };

  return (
    <AuthCard title={t('auth.setUpTitle')} text={t('auth.setUpText')}>
      {used ? (
        <Notice tone="warning">{t('auth.setUpLinkUsed')}</Notice>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit(setUp);
          }}
        >
          {problem !== null && <Notice tone="danger">{problem}</Notice>}
          <PersonFields person={person} onChange={setPerson} errorsOf={errorsOf} />
          <TextField
            label={t('auth.setUpWorkspace')}
            hint={t('auth.setUpWorkspaceHint')}
            name="workspace"
            autoComplete="organization"
            required
            value={workspace}
            onChange={(event) => setWorkspace(event.target.value)}
            errors={errorsOf('workspace')}
          />
          <Button type="submit" look="primary" disabled={busy}>
            {t('auth.setUp')}
          </Button>
        </form>
      )}
    </AuthCard>
  );
}

function useSetUpToken(): string {
  const { search, hash } = useLocation();
  const fromHash = new URLSearchParams(hash.replace(/^#/, ''));
  return new URLSearchParams(search).get('token') ?? fromHash.get('token') ?? hash.replace(/^#/, '');
}
