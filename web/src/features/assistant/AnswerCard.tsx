import type { TFunction } from 'i18next';
import { Bot, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { createParser } from '../../markdown/parser';
import { sanitize } from '../../markdown/sanitize';
import type { Answer, Assistant } from './answer';
import styles from './Assistant.module.css';
import { isEdit } from './prompts';

/** What a model says is no document: it shows no picture, so it can make no browser fetch one. */
const parser = createParser().disable(['image', 'html_block', 'front_matter']);

interface AnswerCardProps {
  assistant: Assistant;
  answer: Answer;
  onSuggestion: (change: string) => void;
}

export function AnswerCard({ assistant, answer, onSuggestion }: AnswerCardProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { task, words, text, state, error } = answer;
  return (
    <article className={styles.answer} aria-label={t('assistant.answer')} aria-busy={state === 'writing'}>
      <header className={styles.by}>
        <span className={styles.face} aria-hidden="true">
          <Bot size={16} />
        </span>
        <span className={styles.name}>{t('assistant.title')}</span>
        <span className={styles.task}>{t(`assistant.task_${task}`)}</span>
      </header>
      {words !== '' && <p className={styles.asked}>{words}</p>}
      {/* What goes into the text is shown as what it is there: its source. */}
      {isEdit(task) ? (
        <pre className={styles.source}>{text}</pre>
      ) : (
        <div className={styles.said} ref={(place) => place?.replaceChildren(sanitize(parser.render(text)))} />
      )}
      <p className={styles.state} role="status">
        {stateText(answer, t)}
      </p>
      {error !== null && (
        <p className={styles.problem} role="alert">
          {textOf(error)}
        </p>
      )}
      <Actions assistant={assistant} answer={answer} onSuggestion={onSuggestion} />
    </article>
  );
}

function Actions({ assistant, answer, onSuggestion }: AnswerCardProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { task, text, state, outcome } = answer;
  const { isBusy, stop, use, undo, mayChange, manner } = assistant;
  if (state === 'writing')
    return (
      <div className={controls.actions}>
        <Button onClick={stop}>
          <Square size={14} />
          {t('assistant.stop')}
        </Button>
      </div>
    );
  if (outcome?.kind === 'suggested') {
    const [first] = outcome.suggestion.hunks;
    return (
      <div className={controls.actions}>
        {first !== undefined && <Button onClick={() => onSuggestion(first.id)}>{t('assistant.show')}</Button>}
        <Button onClick={() => undo(answer)}>{t('assistant.withdraw')}</Button>
      </div>
    );
  }
  if (outcome?.kind === 'written')
    return (
      <div className={controls.actions}>
        <Button onClick={() => undo(answer)}>{t('assistant.undo')}</Button>
      </div>
    );
  if (text === '') return null;
  const how = isEdit(task) ? 'use' : 'insert';
  return (
    <div className={controls.actions}>
      {mayChange && (
        <Button disabled={isBusy} onClick={() => use(answer)}>
          {t(`assistant.${how}_${manner}`)}
        </Button>
      )}
      <Button onClick={() => copy(text, t('assistant.copied'))}>{t('assistant.copy')}</Button>
    </div>
  );
}

function stateText({ state, outcome }: Answer, t: TFunction): string {
  if (state === 'writing') return t('assistant.writing');
  if (state === 'delivering') return t('assistant.delivering');
  if (outcome !== null) return t(`assistant.${outcome.kind}`);
  return state === 'stopped' ? t('assistant.stopped') : '';
}
