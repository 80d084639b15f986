import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { FileText, SquareChevronRight } from 'lucide-react';
import { canOpenFiles, canOpenFolders } from '../../sync/filePickers';
import type { LocalEntry } from '../../sync/localEntries';
import { useSession } from '../auth/useSession';
import { best } from '../search/matches';
import { Palette } from '../search/Palette';
import type { Answer } from '../search/useAnswers';
import { useCommandsHere, type Command } from '../search/useCommandsHere';
import type { Typed } from '../search/useTyped';
import { useArrivals } from './useArrivals';

const MOST_DOCUMENTS = 20;
/** Ctrl-S says that all is saved; no version can be named. */
const WITHOUT_HISTORY = ['nameVersion'] as const;

/** One box for this browser's documents by title, and everything that can be done with them. */
export function GuestPalette({ entries }: { entries: LocalEntry[] }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const documents = useDocuments(entries, text);
  const commands = useCommands(text);
  const list = [...documents, ...commands];
  return (
    <Palette
      typed={plain(text, setText)}
      answers={{ list, note: list.length === 0 ? { kind: 'nothing' } : null, unknown: [] }}
      placeholder={t('guest.find')}
      onBegin={null}
    />
  );
}

/** Words and nothing else: there is no server that could narrow anything down. */
const plain = (text: string, type: (text: string) => void): Typed => ({
  filters: [],
  text,
  begun: null,
  type,
  begin: () => undefined,
  add: () => undefined,
  finish: () => false,
  remove: () => undefined,
});

function useDocuments(entries: LocalEntry[], text: string): Answer[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = ({ title }: LocalEntry) => title || t('workspace.untitled');
  return best(entries, name, text, MOST_DOCUMENTS).map((entry) => ({
    key: entry.id,
    Icon: FileText,
    title: name(entry),
    detail: null,
    goesOn: false,
    run: (aside) => {
      const path = `/local/${entry.id}`;
      if (aside) window.open(path, '_blank', 'noopener');
      else void navigate(path);
    },
  }));
}

function useCommands(text: string): Answer[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const signedIn = useSession().kind === 'signed-in';
  const { create, openFile, openFolder } = useArrivals();
  const here = useCommandsHere(WITHOUT_HISTORY);
  const signIn = () => void navigate('/sign-in', { state: { returnTo: pathname } });
  const commands: Command[] = [
    { name: t('workspace.newDocument'), hint: null, run: create },
    ...(canOpenFiles() ? [{ name: t('guest.openFile'), hint: null, run: openFile }] : []),
    ...(canOpenFolders() ? [{ name: t('guest.openFolder'), hint: null, run: openFolder }] : []),
    ...here,
    signedIn
      ? { name: t('workspace.home'), hint: null, run: () => void navigate('/') }
      : { name: t('guest.signInToShare'), hint: null, run: signIn },
  ];
  return best(commands, ({ name }) => name, text, commands.length).map(({ name, hint, run }) => ({
    key: name,
    Icon: SquareChevronRight,
    title: name,
    detail: hint,
    goesOn: false,
    run,
  }));
}
