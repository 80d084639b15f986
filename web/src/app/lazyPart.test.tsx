import { Suspense, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import type { FaultProps } from './Fault';
import { lazyPart } from './lazyPart';

afterEach(() => document.body.replaceChildren());

const Panel = () => <p>The panel</p>;
const showFault = ({ fault, again }: FaultProps) => (
  <button role="alert" onClick={again}>
    {fault}
  </button>
);

function show(part: ComponentType) {
  const Shown = part;
  const place = document.body.appendChild(document.createElement('div'));
  createRoot(place).render(
    <>
      <textarea aria-label="Editor" />
      <Suspense fallback={null}>
        <Shown />
      </Suspense>
    </>,
  );
}

const fault = () => document.querySelector<HTMLButtonElement>('[role=alert]');

test('what can’t be loaded at once is tried again', async () => {
  const load = vi.fn<() => Promise<ComponentType>>().mockRejectedValueOnce(new TypeError()).mockResolvedValue(Panel);
  show(lazyPart(load, showFault));
  await vi.waitFor(() => expect(document.body.textContent).toBe('The panel'));
  expect(load).toHaveBeenCalledTimes(2);
});

test('what can’t be loaded says so in its place, takes nothing else away, and comes when it is asked for again', async () => {
  const load = vi.fn<() => Promise<ComponentType>>().mockRejectedValue(new TypeError('Failed to fetch'));
  show(lazyPart(load, showFault));
  await vi.waitFor(() => expect(fault()?.textContent).toBe('not-loaded'));
  expect(document.querySelector('textarea')).not.toBeNull();
  load.mockResolvedValue(Panel);
  fault()?.click();
  await vi.waitFor(() => expect(document.querySelector('p')?.textContent).toBe('The panel'));
  expect(fault()).toBeNull();
});

test('closed and opened again, it is asked for anew', async () => {
  const load = vi.fn<() => Promise<ComponentType>>().mockRejectedValue(new TypeError('Failed to fetch'));
  const part = lazyPart(load, showFault);
  show(part);
  await vi.waitFor(() => expect(fault()?.textContent).toBe('not-loaded'));
  document.body.replaceChildren();
  load.mockResolvedValue(Panel);
  show(part);
  await vi.waitFor(() => expect(document.querySelector('p')?.textContent).toBe('The panel'));
});

test('what was loaded for one place is there for the next', async () => {
  const load = vi.fn<() => Promise<ComponentType>>().mockResolvedValue(Panel);
  const part = lazyPart(load);
  show(part);
  await vi.waitFor(() => expect(document.querySelectorAll('p')).toHaveLength(1));
  show(part);
  await vi.waitFor(() => expect(document.querySelectorAll('p')).toHaveLength(2));
  expect(load).toHaveBeenCalledTimes(1);
});

test('a fault of a part is told to the browser, and takes nothing else away', async () => {
  const report = vi.fn();
  vi.stubGlobal('reportError', report);
  let broken = true;
  const Faulty = () => {
    if (broken) throw new Error('A fault.');
    return <p>The panel</p>;
  };
  show(lazyPart(() => Promise.resolve(Faulty), showFault));
  await vi.waitFor(() => expect(fault()?.textContent).toBe('crashed'));
  expect(document.querySelector('textarea')).not.toBeNull();
  expect(report).toHaveBeenCalledWith(new Error('A fault.'));
  broken = false;
  fault()?.click();
  await vi.waitFor(() => expect(document.querySelector('p')?.textContent).toBe('The panel'));
  vi.unstubAllGlobals();
});
