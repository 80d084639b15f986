import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import styles from './DocumentBody.module.css';
import { CHOICES, endLinesWith, lineEndQuery, type ChosenEnd, type LineEnd } from './lineEnds';

/** Names, the same in every language. */
const NAMES: Record<Exclude<LineEnd, 'mixed'>, string> = { lf: 'LF', crlf: 'CRLF', cr: 'CR' };

interface LineEndChoiceProps {
  documentId: string;
  mayChange: boolean;
}

/** How lines end in the document's file, which nobody sees and some programs mind. */
export function LineEndChoice({ documentId, mayChange }: LineEndChoiceProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const queries = useQueryClient();
  const { data: end } = useQuery(lineEndQuery(documentId));
  const change = useMutation({
    mutationFn: (wanted: ChosenEnd) => endLinesWith(documentId, wanted),
    onError: (error) => toast(textOf(error)),
    onSettled: () => queries.invalidateQueries(lineEndQuery(documentId)),
  });
  if (end === undefined) return null;
  const nameOf = (one: LineEnd) => (one === 'mixed' ? t('document.lineEndMixed') : NAMES[one]);
  const shown = change.isPending ? change.variables : end;
  if (!mayChange) return <span title={t('document.lineEnd')}>{nameOf(shown)}</span>;
  return (
    <select
      className={styles.choice}
      aria-label={t('document.lineEnd')}
      title={t('document.lineEnd')}
      value={shown}
      disabled={change.isPending}
      onChange={({ target }) => {
        const wanted = CHOICES.find((choice) => choice === target.value);
        if (wanted !== undefined) change.mutate(wanted);
      }}
    >
      {(shown === 'cr' || shown === 'mixed') && <option value={shown}>{nameOf(shown)}</option>}
      {CHOICES.map((choice) => (
        <option key={choice} value={choice}>
          {nameOf(choice)}
        </option>
      ))}
    </select>
  );
}
