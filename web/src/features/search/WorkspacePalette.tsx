import { useTranslation } from 'react-i18next';
import { Palette } from './Palette';
import { useAnswers } from './useAnswers';
import { useTyped } from './useTyped';

/** One box for documents by title, what is written in them, people, and everything that can be done. */
export function WorkspacePalette({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const typed = useTyped();
  const answers = useAnswers(workspaceId, typed);
  const placeholder = typed.filters.length === 0 ? t('search.placeholder') : t('search.placeholderFiltered');
  return <Palette typed={typed} answers={answers} placeholder={placeholder} onBegin={typed.begin} />;
}
