/** Small builders for what the editor shows outside React. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** A button that doesn't take the focus from the text when it is clicked. */
export function tool(face: Node | string, label: string, run: () => void): HTMLButtonElement {
  const button = element('button', 'mdr-tool', face);
  button.type = 'button';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', run);
  return button;
}

/** Arrow keys go from tool to tool, as in every toolbar. */
export function asToolbar(bar: HTMLElement, label: string): HTMLElement {
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', label);
  bar.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const tools = [...bar.querySelectorAll<HTMLElement>('button, input')];
    const at = tools.findIndex((one) => one === document.activeElement);
    if (by === 0 || at === -1) return;
    event.preventDefault();
    tools[(at + by + tools.length) % tools.length]?.focus();
  });
  return bar;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of 24 by 24 from its paths, drawn as Lucide draws: a line of the text's colour. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const look = { viewBox: '0 0 24 24', width: '16', height: '16', fill: 'none', stroke: 'currentColor' };
  const line = { 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries({ ...look, ...line })) svg.setAttribute(name, value);
  for (const d of paths) svg.appendChild(document.createElementNS(SVG, 'path')).setAttribute('d', d);
  return svg;
}
