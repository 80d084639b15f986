import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { carriedFiles } from '../../editor/carriedFiles';
import { matching, mentionAt } from '../../editor/mentionQuery';
import type { Comment, Role } from '../../api/types';
import { Button } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { useFocusAtFirst } from '../../design/useFocusAtFirst';
import { useMe } from '../auth/useSession';
import { Face } from '../people/Face';
import styles from './Comments.module.css';
import { composerDraft, keepComposerDraft, type ComposerDraft } from './composerDrafts';
import { ComposerFiles, PickImage } from './ComposerFiles';
import { withFile } from './filesUnderWay';
import { mayInvite } from './mayComment';
import { byLetter, isAddress, stillMentioned, toSent, toTyped, type Mentionable } from './mentions';
import { Outsiders } from './Outsiders';
import { useLettingIn, useMentionable } from './queries';
import { useCommentFiles } from './useCommentFiles';

interface ComposerProps {
  documentId: string;
  role: Role;
  draftKey: string;
  label: string;
  action: string;
  initial?: string;
  focusAtFirst?: boolean;
  /** Gives the comment as it was kept. */
  onSend: (text: string) => Promise<Comment | undefined>;
  onCancel?: () => void;
}

export function Composer(props: ComposerProps) {
  const { documentId, role, draftKey, label, action, initial = '', focusAtFirst = false, onSend, onCancel } = props;
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { id: userId } = useMe();
  const list = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusAtFirst(field, focusAtFirst);
  const [{ typed, mentioned }, setDraft] = useState(() => composerDraft(userId, draftKey) ?? toTyped(initial));
  const [cursor, setCursor] = useState(0);
  // Of the cursor as it is now: several files may arrive before what one of them has written is shown.
  const place = useRef(typed.length);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const mention = dismissed ? null : mentionAt(typed, cursor);
  const offered = useOffered(documentId, mention?.query ?? null, mayInvite(role));
  const letIn = useLettingIn(documentId);
  const outsiders = stillMentioned(typed, mentioned).filter(({ hasAccess }) => !hasAccess);

  const keep = (draft: ComposerDraft) => {
    keepComposerDraft(userId, draftKey, draft);
    setDraft(draft);
  };
  const moveTo = (position: number) => {
    place.current = position;
    setCursor(position);
  };
  const files = useCommentFiles(
    documentId,
    role,
    (markdown) => {
      const now = composerDraft(userId, draftKey) ?? { typed, mentioned };
      const behind = now.typed.length - place.current;
      const named = withFile(now.typed, place.current, markdown);
      keep({ ...now, typed: named });
      moveTo(named.length - behind);
    },
    () => setProblem(t('attach.needsEditor')),
  );
  const isWaiting = files.underWay.length > 0;
  const take = (person: Mentionable) => {
    if (mention === null) return;
    const before = `${typed.slice(0, mention.from)}@${person.name} `;
    keep({
      typed: before + typed.slice(cursor),
      mentioned: [...mentioned.filter(({ id }) => id !== person.id), person],
    });
    moveTo(before.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  };
  const choose = (person: Mentionable, invitedAs: Role | null) =>
    keep({ typed, mentioned: mentioned.map((other) => (other === person ? { ...other, invitedAs } : other)) });
  const send = async () => {
    if (typed.trim() === '' || busy || isWaiting) return;
    setBusy(true);
    setProblem(null);
    try {
      if (mayInvite(role)) await letIn(outsiders);
      const known = mentioned.filter((person) => !person.byLetter);
      const sent = await onSend(toSent(typed.trim(), known));
      keepComposerDraft(userId, draftKey, null);
      setDraft({ typed: '', mentioned: [] });
      moveTo(0);
      // Of the others it was said before.
      const missed = (sent?.withoutAccess ?? []).filter(({ id }) => !outsiders.some((person) => person.id === id));
      for (const { name } of missed) toast(t('comments.notTold', { name: name ?? t('comments.somebody') }));
    } catch (error) {
      setProblem(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  const current = offered[chosen] ?? offered[0];
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    else if (current !== undefined && (event.key === 'Enter' || event.key === 'Tab')) take(current);
    else if (event.key === 'Escape' && offered.length > 0) setDismissed(true);
    else if (event.key === 'Escape') onCancel?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.composer}>
      <textarea
        ref={field}
        className={styles.field}
        aria-label={label}
        placeholder={label}
        rows={typed.includes('\n') || typed.length > 80 ? 4 : 2}
        value={typed}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${chosen}` : undefined}
        onChange={({ target }) => {
          keep({ typed: target.value, mentioned });
          moveTo(target.selectionStart);
          setChosen(0);
          setDismissed(false);
        }}
        onSelect={({ currentTarget }) => moveTo(currentTarget.selectionStart)}
        onKeyDown={onKey}
        onPaste={(event) => {
          if (files.take(carriedFiles(event.clipboardData))) event.preventDefault();
        }}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes('Files')) event.preventDefault();
        }}
        onDrop={(event) => {
          // The browser would open it in place of the page.
          if (event.dataTransfer.files.length > 0) event.preventDefault();
          files.take([...event.dataTransfer.files]);
        }}
      />
      {isWaiting && <ComposerFiles files={files} />}
      {offered.length > 0 && (
        <ul id={list} className={styles.picker} role="listbox" aria-label={t('comments.people')}>
          {offered.map((person, index) => (
            <li
              key={person.id}
              id={`${list}-${index}`}
              className={styles.offered}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <Face id={person.id} name={person.name} />
              <span className={styles.offeredName}>{person.name}</span>
              {!person.hasAccess && (
                <span className={styles.offeredNote}>
                  {t(person.byLetter ? 'comments.byLetter' : 'comments.noAccess')}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {outsiders.length > 0 && <Outsiders people={outsiders} onChoose={mayInvite(role) ? choose : null} />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.send}>
        <PickImage files={files} />
        {onCancel !== undefined && <Button onClick={onCancel}>{t('comments.cancel')}</Button>}
        {(typed !== '' || isWaiting || onCancel !== undefined) && (
          <Button look="primary" disabled={busy || isWaiting || typed.trim() === ''} onClick={() => void send()}>
            {action}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Until the server has answered to what is typed by now, those of its last answer whom it still fits. */
function useOffered(documentId: string, query: string | null, canInvite: boolean): Mentionable[] {
  const { data = [], isPlaceholderData } = useMentionable(documentId, query);
  if (query === null) return [];
  if (canInvite && isAddress(query) && !isPlaceholderData && data.length === 0) return [byLetter(query)];
  // Behind a name and a space the name is chosen already, or goes on.
  return isPlaceholderData || query.endsWith(' ') ? matching(data, query) : data;
}
