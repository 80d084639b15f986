import { useEffect, useRef, useState, type RefObject } from 'react';
import type { EditorText } from '../../sync/editorText';
import type { Answer, Job } from './answer';

const MOST = 5;

interface Answers {
  /** Those about the text that is shown, the newest first. */
  answers: Answer[];
  begin: (answer: Answer) => void;
  change: (job: Job, changed: Partial<Answer>) => void;
  /** Whether somebody has asked something else meanwhile. */
  hasNewer: (job: Job) => boolean;
  /** Ends what is being written. */
  stop: () => void;
}

/** The last answers of this page, with what it takes to undo what they wrote. */
export function useAnswers(shown: EditorText | null): Answers {
  const [answers, setAnswers] = useState<Answer[]>([]);
  const jobs = useRef<Job[]>([]);

  // Nobody waits for an answer about a text that isn't shown any more. What came of it is there when it is shown again.
  useEffect(() => () => stop(jobs), [shown]);
  useEffect(() => () => close(jobs), []);

  return {
    answers: answers.filter(({ job }) => job.text === shown),
    begin: (answer) => {
      stop(jobs);
      jobs.current.unshift(answer.job);
      for (const { scribe } of jobs.current.splice(MOST)) scribe?.close();
      setAnswers((before) => [answer, ...before.filter(isOfUse)].slice(0, MOST));
    },
    change: (job, changed) =>
      setAnswers((before) => before.map((answer) => (answer.job === job ? { ...answer, ...changed } : answer))),
    hasNewer: (job) => jobs.current.length > 0 && jobs.current[0] !== job,
    stop: () => stop(jobs),
  };
}

/** Of what failed before it said anything, its person has read why. */
const isOfUse = ({ text }: Answer) => text !== '';

function stop(jobs: RefObject<Job[]>): void {
  jobs.current[0]?.abort.abort();
}

function close(jobs: RefObject<Job[]>): void {
  stop(jobs);
  for (const { scribe } of jobs.current.splice(0)) scribe?.close();
}
