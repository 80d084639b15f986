import { Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { mayEdit } from '../../sync/ticket';
import { useSubmission } from '../auth/useSubmission';
import settings from '../settings/Settings.module.css';
import styles from './Files.module.css';
import { ImportDialog } from './ImportDialog';
import { addressOfArchive } from './jobs';
import { useExport } from './useWork';
import { WorkProgress } from './WorkProgress';

/** The ways in and out of a workspace for whole folders of texts. */
export function ImportExport({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const [importing, setImporting] = useState(false);
  return (
    <>
      {mayEdit(workspace.role) && (
        <section className={settings.section}>
          <h2 className={settings.heading}>{t('import.title')}</h2>
          <p className={settings.muted}>{t('import.text')}</p>
          <div>
            <Button onClick={() => setImporting(true)}>
              <Upload size={16} />
              {t('import.open')}
            </Button>
          </div>
          <ImportDialog workspaceId={workspace.id} open={importing} onClose={() => setImporting(false)} />
        </section>
      )}
      <Export workspaceId={workspace.id} />
    </>
  );
}

function Export({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { state, isRunning, start } = useExport(workspaceId);
  const [comments, setComments] = useState(true);
  const [history, setHistory] = useState(false);
  return (
    <section className={settings.section}>
      <h2 className={settings.heading}>{t('export.title')}</h2>
      <p className={settings.muted}>{t('export.text')}</p>
      <fieldset className={settings.checks}>
        <legend className="sr-only">{t('export.with')}</legend>
        <Choice name={t('export.comments')} on={comments} onChoose={setComments} />
        <Choice name={t('export.history')} on={history} onChoose={setHistory} />
      </fieldset>
      {isRunning && (state.kind === 'sending' || state.kind === 'working') && (
        <WorkProgress state={state} doing={t('export.working')} />
      )}
      {state.kind === 'failed' && <Notice tone="danger">{textOf(state.error)}</Notice>}
      {state.kind === 'done' && <Archive job={state.job.id} result={state.job.export ?? {}} />}
      <div>
        <Button disabled={isRunning} onClick={() => start({ comments, history })}>
          {t(state.kind === 'done' ? 'export.again' : 'export.make')}
        </Button>
      </div>
    </section>
  );
}

interface ChoiceProps {
  name: string;
  on: boolean;
  onChoose: (on: boolean) => void;
}

function Choice({ name, on, onChoose }: ChoiceProps) {
  return (
    <label className={settings.check}>
      <input type="checkbox" checked={on} onChange={({ target }) => onChoose(target.checked)} />
      {name}
    </label>
  );
}

interface ArchiveProps {
  job: string;
  result: { documents?: number; attachments?: number; versions?: number };
}

function Archive({ job, result: { documents = 0, attachments = 0, versions = 0 } }: ArchiveProps) {
  const { t } = useTranslation();
  const { busy, problem, submit } = useSubmission([]);
  const save = async () => {
    const link = document.createElement('a');
    link.href = await addressOfArchive(job);
    link.download = '';
    link.click();
  };
  return (
    <Notice tone="plain">
      <div className={styles.work}>
        <p>
          {t('export.documents', { count: documents })}
          {attachments > 0 && ` ${t('export.attachments', { count: attachments })}`}
          {versions > 0 && ` ${t('export.versions', { count: versions })}`}
        </p>
        {problem !== null && <p role="alert">{problem}</p>}
        <div className={controls.actions}>
          <Button look="primary" disabled={busy} onClick={() => submit(save)}>
            {t('export.download')}
          </Button>
        </div>
      </div>
    </Notice>
  );
}
