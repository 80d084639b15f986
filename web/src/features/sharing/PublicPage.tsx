import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { EffectNotice } from '../workspace/EffectNotice';
import { publicationQuery, usePublishing } from './queries';
import styles from './Sharing.module.css';

/** A page that everybody on the internet can read, at an address without a secret. */
export function PublicPage({ documentId, open }: { documentId: string; open: boolean }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: page } = useQuery({ ...publicationQuery(documentId), enabled: open });
  const { publish, withdraw } = usePublishing(documentId);
  const [asking, setAsking] = useState<'publish' | 'withdraw' | null>(null);
  const problem = publish.error ?? withdraw.error;
  const isPublic = page !== undefined && page !== null;
  return (
    <section className={styles.public} aria-labelledby="public-page">
      <h3 id="public-page" className={styles.heading}>
        {t('sharing.publicPage')}
      </h3>
      {isPublic ? (
        <>
          <a href={page.url} target="_blank" rel="noopener noreferrer" className={styles.address}>
            {page.url}
            <ExternalLink size={14} />
          </a>
          <label className={controls.check}>
            <input
              type="checkbox"
              checked={page.allowIndexing}
              onChange={({ target }) => publish.mutate({ slug: page.slug, allowIndexing: target.checked })}
            />
            {t('sharing.indexing')}
          </label>
        </>
      ) : (
        <p className={styles.muted}>{t('sharing.notPublic')}</p>
      )}
      {asking === null ? (
        <div>
          <Button onClick={() => setAsking(isPublic ? 'withdraw' : 'publish')}>
            {t(isPublic ? 'sharing.withdraw' : 'sharing.publish')}
          </Button>
        </div>
      ) : (
        <EffectNotice
          text={t(`sharing.effect_${asking}`)}
          action={t(asking === 'publish' ? 'sharing.publish' : 'sharing.withdraw')}
          onYes={() => {
            if (asking === 'publish') publish.mutate({ allowIndexing: false });
            else withdraw.mutate();
            setAsking(null);
          }}
          onNo={() => setAsking(null)}
        />
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {textOf(problem)}
        </p>
      )}
    </section>
  );
}
