import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import type { Assistant, Manner, Selection } from './answer';
import { AnswerCard } from './AnswerCard';
import styles from './Assistant.module.css';
import { isEdit, type Task } from './prompts';
import { modelsQuery, usageQuery } from './queries';

const MANNERS: Manner[] = ['suggest', 'write'];
const LONGEST_WORDS = 2_000;

interface AssistantPanelProps {
  assistant: Assistant;
  hasSelection: boolean;
  selection: () => Selection | null;
  /** Shows the suggestion that it made. */
  onSuggestion: (change: string) => void;
}

/** What can be asked of the assistant, and what it says. */
export function AssistantPanel({ assistant, hasSelection, selection, onSuggestion }: AssistantPanelProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const { answers, isBusy, ask, mayChange, manner, chooseManner } = assistant;
  const run = (task: Task) => {
    ask(task, words.trim(), selection());
    setWords('');
  };
  const others: Task[] = ['rewrite', 'continue', 'summarise'];
  return (
    <div className={styles.panel}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          run('ask');
        }}
      >
        <label className={styles.field}>
          <span className={controls.label}>{t('assistant.words')}</span>
          <textarea
            className={`${controls.input ?? ''} ${styles.words ?? ''}`}
            rows={3}
            maxLength={LONGEST_WORDS}
            value={words}
            onChange={({ target }) => setWords(target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        <div className={controls.actions}>
          <Button type="submit" look="primary" disabled={isBusy || words.trim() === ''}>
            {t('assistant.task_ask')}
          </Button>
          {others
            .filter((task) => mayChange || !isEdit(task))
            .map((task) => (
              <Button key={task} disabled={isBusy || (task === 'rewrite' && !hasSelection)} onClick={() => run(task)}>
                {t(`assistant.task_${task}`)}
              </Button>
            ))}
        </div>
        {mayChange && !hasSelection && <p className={controls.hint}>{t('assistant.selectFirst')}</p>}
        {chooseManner !== null && (
          <label className={styles.manner}>
            {t('assistant.manner')}
            <select
              className={controls.select}
              value={manner}
              onChange={({ target }) => chooseManner(target.value as Manner)}
            >
              {MANNERS.map((other) => (
                <option key={other} value={other}>
                  {t(`assistant.manner_${other}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <ModelChoice assistant={assistant} />
      </form>
      {answers.map((answer) => (
        <AnswerCard key={answer.job.id} assistant={assistant} answer={answer} onSuggestion={onSuggestion} />
      ))}
      <Usage />
    </div>
  );
}

function ModelChoice({ assistant: { model, chooseModel } }: { assistant: Assistant }) {
  const { t } = useTranslation();
  const { data: models = [] } = useQuery(modelsQuery);
  if (models.length < 2) return null;
  return (
    <label className={styles.manner}>
      {t('assistant.model')}
      <select
        className={controls.select}
        value={model ?? models[0]}
        onChange={({ target }) => chooseModel(target.value)}
      >
        {models.map((other) => (
          <option key={other}>{other}</option>
        ))}
      </select>
    </label>
  );
}

function Usage() {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(usageQuery);
  if (data === undefined) return null;
  const { promptTokens, completionTokens, tokenBudget } = data.person;
  const number = (count: number) => count.toLocaleString(dateLocale(i18n.language));
  return (
    <p className={styles.usage}>
      {t('assistant.usage', { used: number(promptTokens + completionTokens), budget: number(tokenBudget) })}
    </p>
  );
}
