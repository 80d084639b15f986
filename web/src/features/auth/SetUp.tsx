import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { startImport, workOf } from '../files/jobs';
import { SetUpFiles } from '../files/SetUpFiles';
import type { ChosenFile } from '../files/zip';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
import { NOBODY, PersonFields } from './PersonFields';
import { makeSample } from './sample/makeSample';
import { session } from './session';
import { useSubmission } from './useSubmission';

/** The first run: whoever holds the one-time link becomes the administrator. */
export function SetUp() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const token = useSetUpToken();
  const [person, setPerson] = useState(NOBODY);
  const [workspace, setWorkspace] = useState('');
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const [sample, setSample] = useState(true);
  const [used, setUsed] = useState(token === '');
  const submission = useSubmission(['name', 'email', 'password', 'workspace']);

  const setUp = async () => {
    const made = await body(client.POST('/api/v1/setup', { body: { ...person, workspace, token } })).catch(
      (error: unknown) => {
        if (!isProblem(error, 401, 403, 404, 410)) throw error;
        return null;
      },
    );
    if (made === null) {
      setUsed(true);
      return;
    }
    await session.signIn(person.email, person.password);
    // This page is gone by then; the workspace's own shows how far it is.
    const { id } = made.workspace;
    if (files.length > 0) void workOf('import', made.user.id, id).run(() => startImport(id, files));
    if (!sample) return;
    // The server is set up; without the sample there is the empty workspace.
    const document = await makeSample(id, t('auth.sampleTitle'), i18n.language).catch(() => null);
    // Whose own files come in watches those.
    if (document !== null && files.length === 0) void navigate(`/d/${document}`, { replace: true });
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
          <label className={controls.check}>
            <input type="checkbox" checked={sample} onChange={({ target }) => setSample(target.checked)} />
            {t('auth.setUpSample')}
          </label>
          <SetUpFiles files={files} onFiles={setFiles} />
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
