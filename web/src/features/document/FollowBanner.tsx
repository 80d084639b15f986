import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import type { Person } from '../../sync/people';
import styles from './FollowBanner.module.css';

interface FollowBannerProps {
  /** Null while nobody is followed. */
  person: Person | null;
  /** Whether they have a cursor in the text. */
  found: boolean;
  onStop: () => void;
}

/** Who leads, in their colour, and the way out. */
export function FollowBanner({ person, found, onStop }: FollowBannerProps) {
  const { t } = useTranslation();
  return (
    // Always there: only what changes inside a region is read out.
    <div role="status" className={person === null ? 'sr-only' : `${styles.banner ?? ''} mdr-colour-${person.colour}`}>
      {person !== null && (
        <>
          <span className={styles.text}>
            {t(found ? 'follow.following' : 'follow.noCursor', { name: person.name })}
          </span>
          <Button onClick={onStop}>{t('follow.stop')}</Button>
        </>
      )}
    </div>
  );
}
