import { Bot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../design/Avatar';
import type { Person } from '../../sync/people';
import styles from './Facepile.module.css';

const SHOWN = 5;

/** Who has the document open now, in the colours of their cursors. */
export function Facepile({ people }: { people: Person[] }) {
  const { t } = useTranslation();
  const hidden = people.length - SHOWN;
  return (
    <ul className={styles.pile} aria-label={t('document.peopleHere', { count: people.length })}>
      {people.slice(0, SHOWN).map(({ id, name, colour, isMe, isAssistant }) => {
        const person = isMe ? t('document.you', { name }) : name;
        const label = isAssistant ? t('assistant.of', { name: person }) : person;
        return (
          <li key={isAssistant ? `${id} assistant` : id} className={styles.face} title={label}>
            {isAssistant ? (
              <span className={`${styles.robot ?? ''} mdr-colour-${colour}`} aria-hidden="true">
                <Bot size={16} />
              </span>
            ) : (
              <Avatar id={id} name={name} />
            )}
            <span className="sr-only">{label}</span>
          </li>
        );
      })}
      {hidden > 0 && (
        <li className={styles.more} title={t('document.more', { count: hidden })}>
          +{hidden}
        </li>
      )}
    </ul>
  );
}
