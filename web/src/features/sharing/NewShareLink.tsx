import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useSubmission } from '../auth/useSubmission';
import { LinkFields } from './LinkFields';
import { NEW_LINK, wantedBy } from './linkTerms';
import { useLinks } from './queries';
import styles from './Sharing.module.css';

/** What a new link shall be. */
export function NewShareLink({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const { make } = useLinks(documentId);
  const { busy, problem, errorsOf, submit } = useSubmission(['label', 'password']);
  const [terms, setTerms] = useState(NEW_LINK);

  const create = async () => {
    await make.mutateAsync(wantedBy(terms, Date.now()));
    // Who makes another one likely wants it alike.
    setTerms({ ...terms, label: '', password: '' });
  };

  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(create);
      }}
    >
      <LinkFields terms={terms} onChange={setTerms} errorsOf={errorsOf} />
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div>
        <Button type="submit" disabled={busy}>
          {t('sharing.makeLink')}
        </Button>
      </div>
    </form>
  );
}
