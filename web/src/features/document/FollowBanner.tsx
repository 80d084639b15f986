import { useTranslation } from 'react-i18next';
import type { Person } from '../../sync/people';
import { Banner } from './Banner';

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
    <Banner
      text={person && t(found ? 'follow.following' : 'follow.noCursor', { name: person.name })}
      colour={person?.colour}
      action={t('follow.stop')}
      onAction={onStop}
    />
  );
}
