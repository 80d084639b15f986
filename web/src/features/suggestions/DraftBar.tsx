import type { TFunction } from 'i18next';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSaid } from '../../app/said';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import styles from './Suggestions.module.css';
import type { Suggesting } from './useDraft';

const LONGEST_MESSAGE = 500;

/** Says what typing does here, where what was typed is, and sends it. */
export function DraftBar({ suggesting }: { suggesting: Suggesting }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [message, setMessage] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const { view, state, send, discard } = suggesting;
  const count = view.changes.length;
  const stands = stateText({ count, state, storage: view.storage }, t);
  useSaid(stands);
  const submit = async () => {
    setProblem(null);
    try {
      await send(message.trim());
      setMessage('');
    } catch (error) {
      setProblem(textOf(error));
    }
  };
  return (
    <form
      className={styles.draft}
      aria-label={t('suggestions.yours')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={styles.draftState}>
        <PencilLine size={16} aria-hidden="true" />
        {stands}
      </p>
      {count > 0 && (
        <div className={styles.draftTools}>
          <input
            className={`${controls.input ?? ''} ${styles.why ?? ''}`}
            aria-label={t('suggestions.why')}
            placeholder={t('suggestions.why')}
            maxLength={LONGEST_MESSAGE}
            value={message}
            onChange={({ target }) => setMessage(target.value)}
          />
          <Button type="submit" look="primary" disabled={state === 'sending'}>
            {t('suggestions.send')}
          </Button>
          <Button disabled={state === 'sending'} onClick={() => setAsking(true)}>
            {t('suggestions.discard')}
          </Button>
        </div>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem} {t('suggestions.stillHere')}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('suggestions.discardTitle')}
        text={t('suggestions.discardText', { count })}
        action={t('suggestions.discard')}
        onConfirm={discard}
      />
    </form>
  );
}

interface DraftFacts {
  count: number;
  state: Suggesting['state'];
  storage: 'working' | 'failed';
}

function stateText({ count, state, storage }: DraftFacts, t: TFunction): string {
  if (state === 'sending') return t('suggestions.sending');
  if (count > 0) return t(storage === 'working' ? 'suggestions.onDevice' : 'suggestions.onPage', { count });
  return state === 'sent' ? t('suggestions.sent') : t('suggestions.hint');
}
