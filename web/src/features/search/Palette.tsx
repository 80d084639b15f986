import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { FileText, Search, SquareChevronRight } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import popup from '../../design/popup.module.css';
import { documentsIn } from '../workspace/places';
import { treeQuery } from '../workspace/treeQueries';
import { markedParts } from './marked';
import { best } from './matches';
import styles from './Palette.module.css';
import { searchQuery } from './queries';
import { useCommands } from './useCommands';
import { setPaletteOpen } from './usePalette';
import { useDebounced } from './useDebounced';

const MOST_TITLES = 6;
const MOST_COMMANDS = 5;
const PAUSE = 150;

interface Answer {
  key: string;
  icon: ReactNode;
  title: string;
  detail: ReactNode;
  /** @param aside in a new tab, where that makes sense. */
  run: (aside: boolean) => void;
}

/** One box for documents by title, what is written in them, and everything that can be done. */
export function Palette({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const answers = useAnswers(workspaceId, typed);
  const at = Math.min(chosen, answers.length - 1);
  const close = () => setPaletteOpen(false);
  const take = (answer: Answer | undefined, aside: boolean) => {
    if (answer === undefined) return;
    close();
    answer.run(aside);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, answers.length));
    else if (event.key === 'ArrowUp') setChosen((at + answers.length - 1) % Math.max(1, answers.length));
    else if (event.key === 'Enter') take(answers[at], event.ctrlKey || event.metaKey);
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
            <input
              className={styles.field}
              role="combobox"
              aria-label={t('search.title')}
              aria-expanded={answers.length > 0}
              aria-controls={list}
              aria-activedescendant={answers[at] === undefined ? undefined : `${list}-${at}`}
              placeholder={t('search.placeholder')}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setChosen(0);
              }}
              onKeyDown={onKey}
            />
          </div>
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
                {answer.icon}
                <span className={styles.title}>{answer.title}</span>
                <span className={styles.detail}>{answer.detail}</span>
              </li>
            ))}
          </ul>
          {answers.length === 0 && <p className={styles.nothing}>{t('search.nothing')}</p>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useAnswers(workspaceId: string, typed: string): Answer[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = useDebounced(typed, PAUSE);
  const { data: tree } = useQuery(treeQuery(workspaceId));
  const { data: found = [] } = useQuery(searchQuery(workspaceId, words));
  const commands = useCommands(workspaceId);
  const open = (id: string) => (aside: boolean) => {
    if (aside) window.open(`/d/${id}`, '_blank', 'noopener');
    else void navigate(`/d/${id}`);
  };

  const documents = tree === undefined ? [] : documentsIn(tree);
  const byDate = [...documents].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const titled = best(byDate, ({ title }) => title, typed, MOST_TITLES);
  const titles = titled.map(({ id, title }): Answer => ({
    key: id,
    icon: <FileText size={16} />,
    title: title || t('workspace.untitled'),
    detail: null,
    run: open(id),
  }));
  const doable = best(commands, ({ name }) => name, typed, typed === '' ? MOST_COMMANDS : commands.length).map(
    ({ name, hint, run }): Answer => ({
      key: name,
      icon: <SquareChevronRight size={16} />,
      title: name,
      detail: hint,
      run,
    }),
  );
  const inText = found
    // Answers to what was typed a moment ago answer nothing now.
    .filter(({ documentId }) => words === typed && !titled.some(({ id }) => id === documentId))
    .map(({ documentId, title, snippet }): Answer => ({
      key: documentId,
      icon: <FileText size={16} />,
      title: title || t('workspace.untitled'),
      detail: <Snippet html={snippet} />,
      run: open(documentId),
    }));
  return [...titles, ...inText, ...doable];
}

function Snippet({ html }: { html: string }) {
  return markedParts(html).map(({ text, found }, index) =>
    found ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
