import { useTranslation } from 'react-i18next';
import { Rescue } from '../document/Rescue';
import type { Suggesting } from './useDraft';

/** A draft that can't be sent any more: the person can take it along. */
export function UnsentDraft({ title, suggesting }: { title: string; suggesting: Suggesting }) {
  const { t } = useTranslation();
  const { leftover, forgetLeftover } = suggesting;
  if (leftover === null) return null;
  return (
    <Rescue
      message={t('suggestions.leftover', { count: leftover.changes })}
      title={title}
      text={() => leftover.text}
      onDiscard={forgetLeftover}
    />
  );
}
