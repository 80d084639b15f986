import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { Face } from './Face';
import styles from './Faces.module.css';

interface FacesProps {
  people: readonly { userId: string; name: string }[];
}

const SHOWN = 3;

/** Who is there now, small. */
export function Faces({ people }: FacesProps) {
  const { t, i18n } = useTranslation();
  if (people.length === 0) return null;
  const names = new Intl.ListFormat(dateLocale(i18n.language)).format(people.map(({ name }) => name));
  const label = t('presence.hereNow', { count: people.length, names });
  return (
    <span className={styles.faces} role="img" aria-label={label} title={label}>
      {people.slice(0, SHOWN).map(({ userId, name }) => (
        <Face key={userId} id={userId} name={name} />
      ))}
      {people.length > SHOWN && <span className={styles.more}>+{people.length - SHOWN}</span>}
    </span>
  );
}
