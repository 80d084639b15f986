import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import controls from '../../design/controls.module.css';
import styles from './Comments.module.css';
import type { Mentionable } from './mentions';

const OFFERED: Role[] = ['commenter', 'viewer', 'editor'];
const NOT_AT_ALL = '';

interface OutsidersProps {
  people: Mentionable[];
  /** Null for those who may not invite anybody. */
  onChoose: ((person: Mentionable, invitedAs: Role | null) => void) | null;
}

/** Those who are mentioned and can't open the document: they are invited with the comment, or aren't told of it. */
export function Outsiders({ people, onChoose }: OutsidersProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.outsiders} aria-live="polite">
      {people.map((person) => {
        const { id, name, invitedAs, byLetter } = person;
        const isInvited = onChoose !== null && invitedAs !== null;
        return (
          <li key={id} className={styles.outsider}>
            <p>
              {!isInvited && t('comments.notTold', { name })}
              {isInvited && t(byLetter ? 'comments.willHaveLetter' : 'comments.willBeInvited', { name })}
            </p>
            {onChoose !== null && (
              <select
                className={controls.select}
                aria-label={t('comments.invite', { name })}
                value={invitedAs ?? NOT_AT_ALL}
                onChange={({ target: { value } }) => onChoose(person, value === NOT_AT_ALL ? null : (value as Role))}
              >
                {OFFERED.map((role) => (
                  <option key={role} value={role}>
                    {t('comments.inviteAs', { role: t(`workspace.role_${role}`) })}
                  </option>
                ))}
                <option value={NOT_AT_ALL}>{t('comments.dontInvite')}</option>
              </select>
            )}
          </li>
        );
      })}
    </ul>
  );
}
