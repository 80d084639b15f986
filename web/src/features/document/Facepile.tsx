import { Menu } from '@base-ui/react/menu';
import { Bot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import popup from '../../design/popup.module.css';
import type { Person } from '../../sync/people';
import { Face } from '../people/Face';
import styles from './Facepile.module.css';
import type { Following } from './useFollowing';

const SHOWN = 5;

interface FacepileProps {
  people: Person[];
  following: Following;
}

/** Who has the document open now, in the colours of their cursors. A click on a face goes along with them. */
export function Facepile({ people, following }: FacepileProps) {
  const { t } = useTranslation();
  const hidden = people.slice(SHOWN);
  return (
    <ul className={styles.pile} aria-label={t('document.peopleHere', { count: people.length })}>
      {people.slice(0, SHOWN).map((person) => (
        <li
          key={keyOf(person)}
          className={`${styles.face ?? ''} mdr-colour-${person.colour}`}
          data-away={person.isAway}
        >
          <FaceButton person={person} following={following} />
        </li>
      ))}
      {hidden.length > 0 && (
        <li>
          <Menu.Root>
            <Menu.Trigger className={styles.more} aria-label={t('document.more', { count: hidden.length })}>
              +{hidden.length}
            </Menu.Trigger>
            <Menu.Portal>
              <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
                <Menu.Popup className={popup.menu}>
                  {hidden.map((person) => (
                    <HiddenFace key={keyOf(person)} person={person} onFollow={following.follow} />
                  ))}
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        </li>
      )}
    </ul>
  );
}

/** Somebody may be here with agents of theirs. */
const keyOf = ({ id, isAssistant, agent }: Person) => `${id} ${isAssistant} ${agent ?? ''}`;

/** What a robot is called: by its own name, and by whose it is. */
function useRobotName(): (person: Person) => string {
  const { t } = useTranslation();
  return ({ name, isMe, agent }) => {
    const called = isMe ? t('document.you', { name }) : name;
    return agent !== null && agent !== ''
      ? t('agents.of', { agent, name: called })
      : t('assistant.of', { name: called });
  };
}

/** Of those for whom there is no room in the bar; who is no person can't be followed. */
function HiddenFace({ person, onFollow }: { person: Person; onFollow: (id: string) => void }) {
  const { t } = useTranslation();
  const robotName = useRobotName();
  const { id, name, isAssistant } = person;
  return isAssistant ? (
    <Menu.Item className={popup.item} disabled>
      <Bot size={16} aria-hidden="true" />
      {robotName(person)}
    </Menu.Item>
  ) : (
    <Menu.Item className={popup.item} onClick={() => onFollow(id)}>
      <Face id={id} name={name} />
      {t('follow.follow', { name })}
    </Menu.Item>
  );
}

function FaceButton({ person, following: { person: followed, follow } }: { person: Person; following: Following }) {
  const { t } = useTranslation();
  const robotName = useRobotName();
  const { id, name, colour, isMe, isAssistant, isAway } = person;
  const called = isMe ? t('document.you', { name }) : name;
  if (isAssistant) {
    const label = robotName(person);
    return (
      <span className={`${styles.robot ?? ''} mdr-colour-${colour}`} title={label}>
        <Bot size={16} aria-hidden="true" />
        <span className="sr-only">{label}</span>
      </span>
    );
  }
  if (isMe)
    return (
      <span className={styles.me} title={called}>
        <Face id={id} name={name} />
        <span className="sr-only">{called}</span>
      </span>
    );
  const isFollowed = followed?.id === id;
  const label = t(isAway ? 'follow.followAway' : 'follow.follow', { name });
  return (
    <button
      type="button"
      className={styles.button}
      title={label}
      aria-pressed={isFollowed}
      onClick={() => follow(isFollowed ? null : id)}
    >
      <Face id={id} name={name} />
      <span className="sr-only">{label}</span>
    </button>
  );
}
