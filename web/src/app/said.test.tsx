import { createRoot } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { useSaid } from './said';
import { Sayings } from './Sayings';

afterEach(() => document.body.replaceChildren());

function Part({ text }: { text: string }) {
  useSaid(text);
  return null;
}

test('what several parts of a page say stands in one region, each for as long as it holds', async () => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const show = (...texts: string[]) =>
    root.render(
      <>
        <Sayings />
        {texts.map((text, index) => (
          <Part key={index} text={text} />
        ))}
      </>,
    );
  const spoken = () => [...(document.querySelector('[role=status]')?.children ?? [])];
  const expectSpoken = (...texts: string[]) =>
    vi.waitFor(() => expect(spoken().map(({ textContent }) => textContent)).toEqual(texts));

  show('', 'Ana is here');
  await expectSpoken('Ana is here');
  const [ana] = spoken();
  show('Not connected', 'Ana is here');
  await expectSpoken('Ana is here', 'Not connected');
  expect(spoken()[0], 'what was said stays, so that it isn’t said again').toBe(ana);
  show('');
  await expectSpoken();
  expect(document.querySelectorAll('[role=status]')).toHaveLength(1);
});
