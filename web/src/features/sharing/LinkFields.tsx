import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import controls from '../../design/controls.module.css';
import { TextField } from '../../design/TextField';
import { dateLocale } from '../../i18n/locale';
import { RoleSelect } from '../workspace/RoleSelect';
import { DAYS, LIMITS, NO_END, NO_LIMIT, type LinkTerms } from './linkTerms';
import styles from './Sharing.module.css';

/** Nobody owns by a link. */
const ROLES: Role[] = ['viewer', 'commenter', 'editor'];
const LONGEST_LABEL = 100;

interface LinkFieldsProps {
  terms: LinkTerms;
  onChange: (terms: LinkTerms) => void;
  errorsOf: (field: string) => string[];
  /** Until when the link is good that is being changed. */
  expiresAt?: string | null;
}

/** What a link lets whom do, until when, and with which password. */
export function LinkFields({ terms, onChange, errorsOf, expiresAt = null }: LinkFieldsProps) {
  const { t, i18n } = useTranslation();
  const set = (changed: Partial<LinkTerms>) => onChange({ ...terms, ...changed });
  const limits = LIMITS.includes(terms.limit) || terms.limit === NO_LIMIT ? LIMITS : [terms.limit, ...LIMITS];
  return (
    <>
      <TextField
        label={t('sharing.linkLabel')}
        autoComplete="off"
        maxLength={LONGEST_LABEL}
        value={terms.label}
        onChange={(event) => set({ label: event.target.value })}
        errors={errorsOf('label')}
      />
      <div className={styles.choices}>
        <RoleSelect label={t('sharing.linkRole')} value={terms.role} onChange={(role) => set({ role })} roles={ROLES} />
        <select
          className={controls.select}
          aria-label={t('settings.expiry')}
          value={terms.days}
          onChange={({ target }) => set({ days: target.value === 'kept' ? 'kept' : Number(target.value) })}
        >
          {expiresAt !== null && (
            <option value="kept">
              {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })}
            </option>
          )}
          <option value={NO_END}>{t('sharing.noEnd')}</option>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t('settings.days', { count })}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('sharing.linkLimit')}
          value={terms.limit}
          onChange={({ target }) => set({ limit: Number(target.value) })}
        >
          <option value={NO_LIMIT}>{t('sharing.anyNumber')}</option>
          {limits.map((count) => (
            <option key={count} value={count}>
              {t('sharing.atMost', { count })}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('sharing.linkGuests')}
          value={terms.allowsGuests ? 'anybody' : 'accounts'}
          onChange={({ target }) => set({ allowsGuests: target.value === 'anybody' })}
        >
          <option value="anybody">{t('sharing.withGuests')}</option>
          <option value="accounts">{t('sharing.accountsOnly')}</option>
        </select>
      </div>
      {!terms.keepsPassword && (
        <TextField
          label={t('sharing.linkPassword')}
          type="password"
          autoComplete="new-password"
          value={terms.password}
          onChange={(event) => set({ password: event.target.value })}
          errors={errorsOf('password')}
        />
      )}
    </>
  );
}
