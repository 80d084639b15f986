import { expect, test } from 'vitest';
import { titleOfDiagram } from './diagramTitle';

test.each([
  ['graph TD\n  accTitle: How a text is saved\n  a-->b', 'How a text is saved'],
  ['---\ntitle: "Our plan"\n---\ngantt\n  title Another\n', 'Our plan'],
  ['pie title Pets\n  "Dogs": 3', 'Pets'],
  ['pie showData title Pets\n  "Dogs": 3', 'Pets'],
  ['gantt\n  title A plan\n  section One', 'A plan'],
  ['graph TD\n  title-->page', null],
  ['graph TD\n  a-->b', null],
])('of %j the title is %j', (source, title) => {
  expect(titleOfDiagram(source)).toBe(title);
});
