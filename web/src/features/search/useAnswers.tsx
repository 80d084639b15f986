import { FileText, Folder, SquareChevronRight, Tag, User, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isSameFilter, type FilterName, type NamingFilter } from './filters';
import { Marked } from './Marked';
import { best } from './matches';
import { noteOn, type Note } from './notes';
import { useCommands } from './useCommands';
import { useElsewhere, type FoundElsewhere } from './useElsewhere';
import { useFound, type FoundDocument } from './useFound';
import { restOf, type Typed } from './useTyped';
import { useValues } from './useValues';

const MOST_COMMANDS = 5;
const MOST_PEOPLE = 3;
const SHORTEST_NAME = 2;
const ICONS: Record<FilterName, LucideIcon> = { tag: Tag, in: Folder, by: User };

export interface Answer {
  key: string;
  Icon: LucideIcon;
  title: ReactNode;
  detail: ReactNode;
  /** The box stays open for what is typed next. */
  goesOn: boolean;
  /** @param aside in a new tab, where that makes sense. */
  run: (aside: boolean) => void;
}

export interface Answers {
  list: Answer[];
  note: Note | null;
  /** Those of the filters that name nobody, or no place. */
  unknown: NamingFilter[];
}

/** Documents, people and commands; while a filter is typed, what it can be. */
export function useAnswers(workspaceId: string, typed: Typed): Answers {
  const { filters, text, begun } = typed;
  const words = begun === null ? text : '';
  const found = useFound(workspaceId, begun === null ? filters : [], words);
  const values = useValuesToTake(workspaceId, typed);
  const people = usePeopleToTake(workspaceId, typed);
  const commands = useDoable(workspaceId, words);
  // A filter names what is in this workspace.
  const elsewhere = useElsewhere(workspaceId, filters.length > 0 ? '' : words);
  const here = useOpenable(found.documents, found.isOffline);
  const documents = [...here, ...useOpenableElsewhere(elsewhere.documents)];
  const list = begun !== null ? values.answers : [...documents, ...people, ...(filters.length > 0 ? [] : commands)];
  return {
    list,
    note: noteOn({
      isOffline: found.isOffline,
      hasFailed: begun === null && found.hasFailed,
      isSettled: begun === null ? found.isSettled && elsewhere.isSettled : values.isSettled,
      filters,
      begun,
      words,
      unknown: found.unknown,
      documents: documents.length,
      answers: list.length,
    }),
    unknown: found.unknown,
  };
}

function useOpenable(documents: FoundDocument[], isOffline: boolean): Answer[] {
  const { t } = useTranslation();
  const open = useOpening();
  return documents.map(({ id, title, marked, path, isHere }) => ({
    key: id,
    Icon: FileText,
    title: marked === null || marked.title === '' ? title || t('workspace.untitled') : <Marked html={marked.title} />,
    detail:
      isOffline && isHere ? (
        t('search.here')
      ) : marked !== null && marked.snippet !== '' ? (
        <Marked html={marked.snippet} />
      ) : (
        path.join(' / ') || null
      ),
    goesOn: false,
    run: (aside) => open(id, aside),
  }));
}

/** Each says which workspace it is in; what was found in it is seen when it is open. */
function useOpenableElsewhere(documents: FoundElsewhere[]): Answer[] {
  const { t } = useTranslation();
  const open = useOpening();
  return documents.map(({ id, title, marked, workspace }) => ({
    key: id,
    Icon: FileText,
    title: marked.title === '' ? title || t('workspace.untitled') : <Marked html={marked.title} />,
    detail: workspace ?? t('workspace.shared'),
    goesOn: false,
    run: (aside) => open(id, aside),
  }));
}

/** @returns what opens a document, here or in a new tab. */
function useOpening(): (id: string, aside: boolean) => void {
  const navigate = useNavigate();
  return (id, aside) => {
    if (aside) window.open(`/d/${id}`, '_blank', 'noopener');
    else void navigate(`/d/${id}`);
  };
}

/** What the filter that is being typed can be. */
function useValuesToTake(workspaceId: string, { filters, text, begun, add }: Typed) {
  const { values, isSettled } = useValues(workspaceId, begun?.filter ?? null, begun?.value ?? '');
  if (begun === null) return { answers: [], isSettled };
  const { filter } = begun;
  const open = values.filter(({ value }) => !filters.some((other) => isSameFilter(other, { filter, value })));
  const answers = open.map(({ value, id }): Answer => ({
    key: `${filter}:${id ?? value}`,
    Icon: ICONS[filter],
    title: value,
    detail: null,
    goesOn: true,
    run: () => add({ filter, value }, restOf(text, begun)),
  }));
  return { answers, isSettled };
}

/** Somebody's name leads to what they wrote. */
function usePeopleToTake(workspaceId: string, { filters, text, begun, add }: Typed): Answer[] {
  const { t } = useTranslation();
  const name = text.trim();
  const isName = begun === null && name.length >= SHORTEST_NAME && !filters.some(({ filter }) => filter === 'by');
  const { values } = useValues(workspaceId, isName ? 'by' : null, isName ? name : '');
  if (!isName) return [];
  return values.slice(0, MOST_PEOPLE).map(({ value, id }) => ({
    key: `by:${id ?? value}`,
    Icon: User,
    title: t('search.byPerson', { name: value }),
    detail: null,
    goesOn: true,
    run: () => add({ filter: 'by', value }, ''),
  }));
}

function useDoable(workspaceId: string, words: string): Answer[] {
  const commands = useCommands(workspaceId);
  const most = words === '' ? MOST_COMMANDS : commands.length;
  return best(commands, ({ name }) => name, words, most).map(({ name, hint, run }) => ({
    key: name,
    Icon: SquareChevronRight,
    title: name,
    detail: hint,
    goesOn: false,
    run,
  }));
}
