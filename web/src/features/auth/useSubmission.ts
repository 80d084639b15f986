import { useState } from 'react';
import { useProblemText, useRuleText } from '../../app/useProblemText';
import { isProblem } from '../../api/problem';
import type { BrokenRule } from '../../api/types';

export interface Submission {
  busy: boolean;
  /** For the form as a whole, or null. */
  problem: string | null;
  /** What the server says about one member of the request. */
  errorsOf: (member: string) => string[];
  submit: (send: () => Promise<void>) => void;
}

/** A form on its way to the server: busy, or what was wrong with it, field by field. */
export function useSubmission(fields: string[]): Submission {
  const textOf = useProblemText();
  const ruleText = useRuleText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [broken, setBroken] = useState<BrokenRule[]>([]);

  const send = async (action: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    setBroken([]);
    try {
      await action();
    } catch (error) {
      const rules = isProblem(error) ? error.broken : [];
      setBroken(rules);
      // A rule about something that the form doesn't show would otherwise go unseen.
      if (!rules.some(({ pointer }) => fields.includes(pointer.slice(1)))) setProblem(textOf(error));
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    problem,
    errorsOf: (member) => broken.filter(({ pointer }) => pointer === `/${member}`).map(ruleText),
    submit: (action) => void send(action),
  };
}
