import type { Suggestion } from '../../api/types';
import type { EditorText } from '../../sync/editorText';
import type { Place, Scribe } from '../../sync/scribe';
import type { Task } from './prompts';

/** How what it says comes into the text. */
export type Manner = 'suggest' | 'write';

export type Outcome = { kind: 'suggested'; suggestion: Suggestion } | { kind: 'written' };

/** Where an answer belongs, and who brings it there. */
export interface Job {
  id: string;
  text: EditorText;
  place: Place;
  replaced: string;
  scribe: Scribe | null;
  abort: AbortController;
}

export interface Answer {
  job: Job;
  task: Task;
  words: string;
  /** As far as it has come. */
  text: string;
  state: 'writing' | 'delivering' | 'whole' | 'stopped' | 'failed';
  error: unknown;
  outcome: Outcome | null;
}

export interface Assistant {
  /** The newest first; those before it as long as the page is open, since what they wrote can still be undone. */
  answers: Answer[];
  /** It is asked something, or what it said is on its way into the text. */
  isBusy: boolean;
  manner: Manner;
  /** Null where there is no choice. */
  chooseManner: ((manner: Manner) => void) | null;
  /** Whether this person may have it change the text, or propose a change. */
  mayChange: boolean;
  model: string | null;
  chooseModel: (model: string) => void;
  /** @param selection of the text, in UTF-16 units; null where no editor is open: then it is about the whole. */
  ask: (task: Task, words: string, selection: Selection | null) => void;
  stop: () => void;
  /** Puts what it said where it was asked for. */
  use: (answer: Answer) => void;
  /** Takes back what it wrote, or the suggestion that it made. */
  undo: (answer: Answer) => void;
}

export interface Selection {
  from: number;
  to: number;
}
