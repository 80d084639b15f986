// Types as a person does, and tells what each key cost the page.
import { seeded } from './longText.mjs';

const SAID = 'now and then somebody writes a sentence in the middle of a long document. ';
const GAP = { least: 70, spread: 130 };

/**
 * For each key the processor time of the page's main thread until the next one, with all that comes after it (drawing, saving,
 * the preview), and how long it took to be on the screen.
 */
export async function type(page, count) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  const chance = seeded(11);
  const pause = () => new Promise((resolve) => setTimeout(resolve, GAP.least + chance() * GAP.spread));

  const during = async (act) => {
    const before = await busy();
    await act();
    await pause();
    return (await busy()) - before;
  };
  const atRest = [];
  for (let n = 0; n < 20; n++) atRest.push(await during(async () => {}));
  await page.evaluate(() => {
    window.bench.keys = [];
    window.bench.long = [];
  });
  const cost = [];
  for (let n = 0; n < count; n++) cost.push(await during(() => page.keyboard.press(SAID[n % SAID.length])));
  await page.waitForFunction((wanted) => window.bench.keys.length >= wanted, count);
  const { keys, long } = await page.evaluate(() => window.bench);
  await session.detach();
  return { atRest, cost, shown: keys.map(({ took }) => took), long };
}

/** The cursor into a paragraph in the middle of the text. */
export async function goToTheMiddle(page) {
  await page.evaluate(() => {
    const scroller = document.querySelector('.cm-scroller');
    scroller.scrollTop = scroller.scrollHeight / 2;
  });
  // What is measured anew after a jump moves the lines: by then they are at rest.
  await page.waitForTimeout(1_000);
  const place = await page.evaluate(() => {
    const { top, bottom } = document.querySelector('.cm-scroller').getBoundingClientRect();
    const boxes = [...document.querySelectorAll('.cm-line')]
      .filter((line) => /^[A-Z].{200}/.test(line.textContent))
      .map((line) => line.getBoundingClientRect());
    const box = boxes.find((one) => one.top > top + 100 && one.bottom < bottom - 100);
    return { x: box.left + box.width / 3, y: box.top + 10 };
  });
  await page.mouse.click(place.x, place.y);
}
