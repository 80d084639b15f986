import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import popup from '../../design/popup.module.css';
import { FilterChips } from './FilterChips';
import type { FilterName } from './filters';
import type { Note } from './notes';
import styles from './Palette.module.css';
import { PaletteFoot } from './PaletteFoot';
import type { Answer, Answers } from './useAnswers';
import { setPaletteOpen } from './usePalette';
import type { Typed } from './useTyped';

interface PaletteProps {
  typed: Typed;
  answers: Answers;
  placeholder: string;
  /** Writes the beginning of a filter into the box; null where nothing can be narrowed down. */
  onBegin: ((filter: FilterName) => void) | null;
}

/** One box, and the answers to what is typed in it. */
export function Palette({ typed, answers: found, placeholder, onBegin }: PaletteProps) {
  const { t } = useTranslation();
  const noteText = useNoteText();
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(0);
  const { list: answers, note, unknown } = found;
  const at = Math.min(chosen, answers.length - 1);
  const current = answers[at];
  const close = () => setPaletteOpen(false);
  /** Something else is typed: the first answer to it is chosen, and the cursor behind it. */
  const goOn = () => {
    setChosen(0);
    field.current?.focus();
  };
  const take = (answer: Answer | undefined, aside: boolean) => {
    if (answer === undefined) return;
    if (answer.goesOn) goOn();
    else close();
    answer.run(aside);
  };
  const removeLast = () => {
    const last = typed.filters.at(-1);
    if (last !== undefined) typed.remove(last);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, currentTarget, nativeEvent } = event;
    const aside = event.ctrlKey || event.metaKey;
    // The Enter that ends a composition chooses a character, and nothing else.
    if (nativeEvent.isComposing) return;
    if (key === 'ArrowDown') setChosen((at + 1) % Math.max(1, answers.length));
    else if (key === 'ArrowUp') setChosen((at + answers.length - 1) % Math.max(1, answers.length));
    else if (key === 'Enter' && current !== undefined) take(current, aside);
    else if (key === 'Enter') typed.finish();
    else if (key === 'Tab' && !event.shiftKey && typed.begun !== null && current !== undefined) take(current, false);
    else if (key === 'Backspace' && currentTarget.selectionEnd === 0 && typed.filters.length > 0) removeLast();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={popup.backdrop} />
        <Dialog.Popup className={styles.palette}>
          <Dialog.Title className="sr-only">{t('search.title')}</Dialog.Title>
          <div className={styles.box}>
            <Search size={18} aria-hidden="true" />
            <FilterChips
              filters={typed.filters}
              unknown={unknown}
              onRemove={(filter) => {
                goOn();
                typed.remove(filter);
              }}
            />
            <input
              ref={field}
              className={styles.field}
              role="combobox"
              aria-label={t('search.title')}
              aria-expanded={answers.length > 0}
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={current === undefined ? undefined : `${list}-${at}`}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              value={typed.text}
              onChange={({ target }) => {
                typed.type(target.value, target.selectionStart ?? target.value.length);
                setChosen(0);
              }}
              onKeyDown={onKey}
            />
          </div>
          <p className={styles.note} role="status">
            {note !== null && noteText(note)}
          </p>
          <ul id={list} className={styles.answers} role="listbox" aria-label={t('search.answers')}>
            {answers.map((answer, index) => (
              <li
                key={answer.key}
                id={`${list}-${index}`}
                ref={(entry) => {
                  if (index === at) entry?.scrollIntoView({ block: 'nearest' });
                }}
                className={styles.answer}
                role="option"
                aria-selected={index === at}
                onClick={(event) => take(answer, event.ctrlKey || event.metaKey)}
              >
                <answer.Icon size={16} />
                <span className={styles.title}>{answer.title}</span>
                <span className={styles.detail}>{answer.detail}</span>
              </li>
            ))}
          </ul>
          {onBegin !== null && (
            <PaletteFoot
              onBegin={(filter) => {
                goOn();
                onBegin(filter);
              }}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What there is to say, and what to do about it. */
function useNoteText(): (note: Note) => string {
  const { t } = useTranslation();
  return (note) => {
    switch (note.kind) {
      case 'unknown':
        return t(`search.unknown_${note.filter.filter}`, { value: note.filter.value });
      case 'no-value':
        return note.filter.value === ''
          ? t(`search.none_${note.filter.filter}`)
          : t(`search.noValue_${note.filter.filter}`, { value: note.filter.value });
      case 'strange':
        return t('search.strange', { name: note.name });
      default:
        return t(`search.${note.kind}`);
    }
  };
}
