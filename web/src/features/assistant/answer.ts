import type { Suggestion } from '../../api/types';
import type { Task } from './prompts';

/** How what it says comes into the text. */
export type Manner = 'suggest' | 'write';

export type Outcome = { kind: 'suggested'; suggestion: Suggestion } | { kind: 'written' };

export interface Answer {
  task: Task;
  words: string;
  /** As far as it has come. */
  text: string;
  state: 'writing' | 'delivering' | 'whole' | 'stopped' | 'failed';
  error: unknown;
  outcome: Outcome | null;
}

export interface Assistant {
  answer: Answer | null;
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
  use: () => void;
  /** Takes back what it wrote, or the suggestion that it made. */
  undo: () => void;
}

export interface Selection {
  from: number;
  to: number;
}
