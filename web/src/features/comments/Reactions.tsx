import { Menu } from '@base-ui/react/menu';
import { SmilePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Comment } from '../../api/types';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { useMe } from '../auth/useSession';
import styles from './Comments.module.css';
import type { Commenting } from './queries';

const OFFERED = ['👍', '❤️', '😄', '🎉', '👀', '🚀'];

interface ReactionsProps {
  comment: Comment;
  mayReact: boolean;
  commenting: Commenting;
}

export function Reactions({ comment, mayReact, commenting }: ReactionsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const textOf = useProblemText();
  const isMine = (emoji: string) =>
    comment.reactions.some((reaction) => reaction.emoji === emoji && reaction.by.some(({ id }) => id === me.id));
  const react = (emoji: string) =>
    commenting.react.mutate(
      { comment: comment.id, emoji, on: !isMine(emoji) },
      { onError: (error) => toast(textOf(error)) },
    );
  const nameOf = ({ name }: { name: string | null }) => name ?? t('comments.somebody');
  return (
    <div className={styles.reactions}>
      {comment.reactions.map(({ emoji, by }) => (
        <button
          key={emoji}
          type="button"
          className={styles.reaction}
          aria-pressed={isMine(emoji)}
          aria-label={t('comments.reactionBy', { emoji, people: by.map(nameOf).join(', ') })}
          title={by.map(nameOf).join(', ')}
          disabled={!mayReact}
          onClick={() => react(emoji)}
        >
          {emoji} {by.length}
        </button>
      ))}
      {mayReact && (
        <Menu.Root>
          <Menu.Trigger render={<IconButton label={t('comments.react')} />}>
            <SmilePlus size={15} />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={popup.positioner} align="start" sideOffset={4}>
              <Menu.Popup className={`${popup.menu ?? ''} ${styles.emojis ?? ''}`}>
                {OFFERED.map((emoji) => (
                  <Menu.Item
                    key={emoji}
                    className={`${popup.item ?? ''} ${styles.emoji ?? ''}`}
                    onClick={() => react(emoji)}
                  >
                    {emoji}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </div>
  );
}
