import { useState } from 'react';

/** A choice of how the page looks, as this device last made it. */
export function useKept<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  usual: Choice,
): [choice: Choice, choose: (choice: Choice) => void] {
  const key = `mdreader.${name}`;
  const [choice, setChoice] = useState(() => kept(key, choices) ?? usual);
  const choose = (next: Choice) => {
    setChoice(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // It then lasts as long as the page.
    }
  };
  return [choice, choose];
}

function kept<Choice extends string>(key: string, choices: readonly Choice[]): Choice | null {
  try {
    const saved = localStorage.getItem(key);
    return choices.find((one) => one === saved) ?? null;
  } catch {
    return null;
  }
}
