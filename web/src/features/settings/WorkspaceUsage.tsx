import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Notice } from '../../design/Notice';
import { dateLocale } from '../../i18n/locale';
import { sizeText } from '../../i18n/size';
import { usageQuery } from './queries';
import styles from './Settings.module.css';

const KNOWN = [
  'members',
  'documents',
  'trash',
  'edits',
  'versions',
  'files',
  'assistantRequests',
  'assistantTokens',
] as const;

/** For owners: what the workspace holds, in numbers. */
export function WorkspaceUsage({ workspaceId }: { workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const textOf = useProblemText();
  const { data, error } = useQuery(usageQuery(workspaceId));
  const language = dateLocale(i18n.language);
  const shown = KNOWN.flatMap((what) => data?.find((item) => item.what === what && isWorthAWord(item)) ?? []);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('usage.title')}</h2>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      <dl className={styles.facts}>
        {shown.map(({ what, count, bytes }) => (
          <div key={what}>
            <dt>{t(`usage.${what as (typeof KNOWN)[number]}`)}</dt>
            <dd>
              {count.toLocaleString(language)}
              {bytes != null && ` · ${sizeText(bytes, language)}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where nobody asks a model anything, nothing has to be said of it. */
const isWorthAWord = ({ what, count }: { what: string; count: number }) => count > 0 || !what.startsWith('assistant');
