import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { body, client } from '../../api/client';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { session } from '../auth/session';
import { useSubmission } from '../auth/useSubmission';
import { CurrentPassword } from './CurrentPassword';
import styles from './Settings.module.css';

/** Everything held on the person, to take along; and the end of the account. */
export function Leaving() {
  return (
    <>
      <Export />
      <Deletion />
    </>
  );
}

function Export() {
  const { t } = useTranslation();
  const { busy, problem, submit } = useSubmission([]);
  const take = async () => {
    const held = await body<unknown>(client.GET('/api/v1/me/export'));
    const address = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'mdreader-export.json';
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.export')}</h2>
      <p className={styles.muted}>{t('settings.exportText')}</p>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div>
        <Button disabled={busy} onClick={() => submit(take)}>
          {t('settings.export')}
        </Button>
      </div>
    </section>
  );
}

function Deletion() {
  const { t } = useTranslation();
  const { busy, problem, errorsOf, submit } = useSubmission(['password']);
  const [password, setPassword] = useState('');
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await body(client.DELETE('/api/v1/me', { body: { password } }));
          session.gone();
        });
      }}
    >
      <h2 className={styles.heading}>{t('settings.deleteAccount')}</h2>
      <p className={styles.muted}>{t('settings.deleteAccountText')}</p>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <CurrentPassword value={password} onChange={setPassword} errors={errorsOf('password')} />
      <div>
        <Button type="submit" look="danger" disabled={busy}>
          {t('settings.deleteAccount')}
        </Button>
      </div>
    </form>
  );
}
