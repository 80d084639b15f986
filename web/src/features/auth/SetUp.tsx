import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
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
  const submission = useSubmission(['name', 'email', 'password', 'workspace']);

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
        <AuthForm submission={submission} send={setUp} action={t('auth.setUp')}>
          <PersonFields person={person} onChange={setPerson} errorsOf={submission.errorsOf} />
          <TextField
            label={t('auth.setUpWorkspace')}
            hint={t('auth.setUpWorkspaceHint')}
            name="workspace"
            autoComplete="organization"
            required
            value={workspace}
            onChange={(event) => setWorkspace(event.target.value)}
            errors={submission.errorsOf('workspace')}
          />
        </AuthForm>
      )}
    </AuthCard>
  );
}

function useSetUpToken(): string {
  const { search, hash } = useLocation();
  const fromHash = new URLSearchParams(hash.replace(/^#/, ''));
  return new URLSearchParams(search).get('token') ?? fromHash.get('token') ?? hash.replace(/^#/, '');
}
