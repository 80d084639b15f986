// The figures as Markdown, in their place in bench/RESULTS.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../RESULTS.md');
const [BEGIN, END] = ['<!-- web: written by bench/web/run.mjs -->', '<!-- web: end -->'];
const GOAL = 16;

export function drawn({ typing, opening, keys, load }) {
  const [before, after] = load.map((value) => value.toFixed(1));
  return [
    `Made by \`node bench/web/run.mjs\` on ${cpus().length} cores (load ${before} before, ${after} after), Chromium without a screen.`,
    '',
    '### Typing in the middle of 1 MB',
    '',
    `${keys} keys as a person types them. Processor time of the page's main thread from one key to the next, with everything that`,
    'follows it (drawing, the preview, saving, what the other person types), beside what it takes when nobody types here; how',
    'long a key takes to be on the screen; and tasks of 50 ms or more, in which nothing else can happen.',
    '',
    '| | p50 | p99 | at rest | goal | on the screen p50 | p99 | long tasks | the longest |',
    '| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |',
    ...typing.map(typingRow),
    '',
    '### Opening 1 MB',
    '',
    `In a browser that has never been there; medians of ${opening.live.length}, and the range. A key is pressed when the text is on the screen.`,
    '',
    '| | text on the screen | a key typed then is | rendered text |',
    '| --- | ---: | ---: | ---: |',
    openingRow('Live', opening.live),
    openingRow('Both', opening.both),
    openingRow('CodeMirror 5 + markdown-it', opening.peer),
    '',
  ].join('\n');
}

export function writeSection(section) {
  const page = readFileSync(RESULTS, 'utf8');
  const [start, stop] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start === -1 || stop < start) throw new Error(`bench/RESULTS.md has no place for it: ${BEGIN}`);
  writeFileSync(RESULTS, `${page.slice(0, start)}${BEGIN}\n${section}\n${page.slice(stop)}`);
}

function typingRow({ title, together, isPeer, cost, atRest, shown, long }) {
  const [p50, p99] = [part(cost, 0.5), part(cost, 0.99)];
  const goal = isPeer ? '' : p99 < GOAL ? `${GOAL} ms met` : `${GOAL} ms missed`;
  const cells = [
    `${title}${together ? ', another types too' : ''}`,
    ms(p50),
    ms(p99),
    ms(part(atRest, 0.5)),
    goal,
    ms(part(shown, 0.5)),
    ms(part(shown, 0.99)),
    String(long.length),
    long.length === 0 ? '–' : ms(Math.max(...long)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function openingRow(title, figures) {
  const cell = (name) => {
    const values = figures.map((figure) => figure[name]).filter((value) => value !== null);
    return values.length === 0
      ? '–'
      : `${ms(part(values, 0.5))} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;
  };
  return `| ${title} | ${cell('shown')} | ${cell('typed')} | ${cell('preview')} |`;
}

/** The value below which that part of them lies. */
function part(values, share) {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))];
}

const ms = (value) => (value >= 100 ? `${Math.round(value).toLocaleString('en')} ms` : `${value.toFixed(1)} ms`);
