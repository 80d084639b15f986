import { Menu } from '@base-ui/react/menu';
import { Bot, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import type { Comment, Role } from '../../api/types';
import { Avatar } from '../../design/Avatar';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import { mayEdit } from '../../sync/ticket';
import { useMe } from '../auth/useSession';
import { Face } from '../people/Face';
import { useVia } from '../people/via';
import { CommentBody } from './CommentBody';
import styles from './Comments.module.css';
import { Composer } from './Composer';
import { mayComment } from './mayComment';
import type { Commenting } from './queries';
import { Reactions } from './Reactions';

interface CommentCardProps {
  documentId: string;
  comment: Comment;
  role: Role;
  commenting: Commenting;
}

export function CommentCard({ documentId, comment, role, commenting }: CommentCardProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const textOf = useProblemText();
  const viaOf = useVia();
  const [editing, setEditing] = useState(false);
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  const { id, author, body, createdAt, editedAt, deleted, importedFrom, via } = comment;
  const name = importedFrom ?? author.name ?? t('comments.somebody');
  const isMine = author.id === me.id;
  const mayDelete = isMine || mayEdit(role);
  return (
    <div className={styles.comment}>
      <div className={styles.by}>
        {importedFrom === null ? <Face id={author.id} name={name} /> : <Avatar id={author.id} name={name} />}
        <span className={styles.author}>{name}</span>
        {via !== null && (
          <span className={styles.via}>
            <Bot size={14} aria-hidden="true" />
            {viaOf(via)}
          </span>
        )}
        <time
          className={styles.when}
          dateTime={createdAt}
          title={new Date(createdAt).toLocaleString(dateLocale(i18n.language))}
        >
          {timeAgo(createdAt, now, dateLocale(i18n.language))}
          {editedAt !== null && !deleted && ` · ${t('comments.edited')}`}
        </time>
        {!deleted && mayComment(role) && (isMine || mayDelete) && (
          <Menu.Root>
            <Menu.Trigger render={<IconButton label={t('comments.menu', { name })} />}>
              <Ellipsis size={16} />
            </Menu.Trigger>
            <Menu.Portal>
              <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
                <Menu.Popup className={popup.menu}>
                  {isMine && (
                    <Menu.Item className={popup.item} onClick={() => setEditing(true)}>
                      <Pencil size={16} />
                      {t('comments.edit')}
                    </Menu.Item>
                  )}
                  <Menu.Item
                    className={popup.item}
                    onClick={() => commenting.remove.mutate(id, { onError: (error) => toast(textOf(error)) })}
                  >
                    <Trash2 size={16} />
                    {t('comments.delete')}
                  </Menu.Item>
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        )}
      </div>
      {deleted && <p className={styles.deleted}>{t('comments.deleted')}</p>}
      {!deleted && editing && (
        <Composer
          documentId={documentId}
          role={role}
          draftKey={`${id}/edit`}
          label={t('comments.edit')}
          action={t('comments.keep')}
          initial={body}
          focusAtFirst
          onSend={async (text) => {
            const kept = await commenting.edit.mutateAsync({ comment: id, text });
            setEditing(false);
            return kept;
          }}
          onCancel={() => setEditing(false)}
        />
      )}
      {!deleted && !editing && (
        <>
          <CommentBody text={body} />
          <Reactions comment={comment} mayReact={mayComment(role)} commenting={commenting} />
        </>
      )}
    </div>
  );
}
