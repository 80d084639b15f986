/** Of a sequence of things that another one took the place of: what stayed, what went and what came. */
export type Step = { kind: 'same'; before: number; after: number } | Gone | Come;
interface Gone {
  kind: 'removed';
  before: number;
}
interface Come {
  kind: 'added';
  after: number;
}

/** Beyond so many pairs to compare, all between the equal beginning and the equal end counts as replaced. */
const MOST_PAIRS = 4_000_000;

/** The longest common subsequence; where something was replaced, what went stands before what came. */
export function aligned(before: readonly string[], after: readonly string[]): Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const [ends, stops] = [before.length - tail, after.length - tail];
  const steps: Step[] = [];
  for (let at = 0; at < head; at++) steps.push({ kind: 'same', before: at, after: at });
  steps.push(...between(before, after, { head, ends, stops }));
  for (let at = 0; at < tail; at++) steps.push({ kind: 'same', before: ends + at, after: stops + at });
  return steps;
}

function between(
  before: readonly string[],
  after: readonly string[],
  { head, ends, stops }: { head: number; ends: number; stops: number },
): Step[] {
  const [rows, columns] = [ends - head, stops - head];
  const width = columns + 1;
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  if (rows > 0 && columns > 0 && rows * columns <= MOST_PAIRS) {
    // How much is common from here on, to be followed from the front.
    const common = new Uint32Array((rows + 1) * width);
    const at = (r: number, c: number) => common[r * width + c] ?? 0;
    for (let r = rows - 1; r >= 0; r--)
      for (let c = columns - 1; c >= 0; c--)
        common[r * width + c] =
          before[head + r] === after[head + c] ? at(r + 1, c + 1) + 1 : Math.max(at(r + 1, c), at(r, c + 1));
    while (row < rows && column < columns)
      if (before[head + row] === after[head + column])
        steps.push({ kind: 'same', before: head + row++, after: head + column++ });
      else if (at(row + 1, column) >= at(row, column + 1)) steps.push({ kind: 'removed', before: head + row++ });
      else steps.push({ kind: 'added', after: head + column++ });
  }
  for (; row < rows; row++) steps.push({ kind: 'removed', before: head + row });
  for (; column < columns; column++) steps.push({ kind: 'added', after: head + column });
  return goneFirst(steps);
}

/** Between two that stayed, in whatever order they were found. */
function goneFirst(steps: Step[]): Step[] {
  const sorted: Step[] = [];
  let come: Step[] = [];
  for (const step of steps)
    if (step.kind === 'added') come.push(step);
    else {
      if (step.kind === 'same') {
        sorted.push(...come);
        come = [];
      }
      sorted.push(step);
    }
  return [...sorted, ...come];
}
