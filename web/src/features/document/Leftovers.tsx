import { useTranslation } from 'react-i18next';
import type { Leftover } from '../../sync/liveView';
import { Rescue } from './Rescue';

interface LeftoversProps {
  title: string;
  leftovers: Leftover[];
  onDiscard: (leftover: Leftover) => void;
}

/** What was typed here and will never be on the server. */
export function Leftovers({ title, leftovers, onDiscard }: LeftoversProps) {
  const { t } = useTranslation();
  return leftovers.map((leftover) => (
    <Rescue
      key={`${leftover.epoch} ${leftover.text}`}
      message={t(`document.leftover.${leftover.reason}`, { count: leftover.changes })}
      title={title}
      text={() => leftover.text}
      onDiscard={() => onDiscard(leftover)}
    />
  ));
}
