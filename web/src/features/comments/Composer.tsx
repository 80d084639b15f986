import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Avatar } from '../../design/Avatar';
import { Button } from '../../design/Button';
import styles from './Comments.module.css';
import { matching, mentionAt, toSent, toTyped, type Mentionable } from './mentions';

const MOST_OFFERED = 6;

/** What was typed and not sent, until the page closes: Escape must not cost a word. */
const drafts = new Map<string, { typed: string; mentioned: Mentionable[] }>();

interface ComposerProps {
  draftKey: string;
  label: string;
  action: string;
  initial?: string;
  people: Mentionable[];
  autoFocus?: boolean;
  onSend: (text: string) => Promise<void>;
  onCancel?: () => void;
}

export function Composer({
  draftKey,
  label,
  action,
  initial = '',
  people,
  autoFocus,
  onSend,
  onCancel,
}: ComposerProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const list = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ typed, mentioned }, setDraft] = useState(() => drafts.get(draftKey) ?? toTyped(initial));
  const [cursor, setCursor] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const mention = dismissed ? null : mentionAt(typed, cursor);
  const offered = mention === null ? [] : matching(people, mention.query, MOST_OFFERED);

  const keep = (draft: { typed: string; mentioned: Mentionable[] }) => {
    drafts.set(draftKey, draft);
    setDraft(draft);
  };
  const take = (person: Mentionable) => {
    if (mention === null) return;
    const before = `${typed.slice(0, mention.from)}@${person.name} `;
    keep({
      typed: before + typed.slice(cursor),
      mentioned: [...mentioned.filter(({ id }) => id !== person.id), person],
    });
    setCursor(before.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  };
  const send = async () => {
    if (typed.trim() === '' || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSend(toSent(typed.trim(), mentioned));
      drafts.delete(draftKey);
      setDraft({ typed: '', mentioned: [] });
    } catch (error) {
      setProblem(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    else if (offered.length > 0 && (event.key === 'Enter' || event.key === 'Tab'))
      take(offered[chosen] ?? offered[0] ?? NOBODY);
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
        autoFocus={autoFocus}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${chosen}` : undefined}
        onChange={({ target }) => {
          keep({ typed: target.value, mentioned });
          setCursor(target.selectionStart);
          setChosen(0);
          setDismissed(false);
        }}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
        onKeyDown={onKey}
      />
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
              <Avatar id={person.id} name={person.name} />
              {person.name}
            </li>
          ))}
        </ul>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {(typed !== '' || onCancel !== undefined) && (
        <div className={styles.send}>
          {onCancel !== undefined && <Button onClick={onCancel}>{t('comments.cancel')}</Button>}
          <Button look="primary" disabled={busy || typed.trim() === ''} onClick={() => void send()}>
            {action}
          </Button>
        </div>
      )}
    </div>
  );
}

const NOBODY: Mentionable = { id: '', name: '' };
