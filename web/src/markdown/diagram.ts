import { subscribeTheme } from '../app/theme';
import { drawDiagram, LONGEST, NotDrawn, putSvg } from './diagramDrawer';
import { titleOfDiagram } from './diagramTitle';
import type { PreviewWords } from './preview';

/** What is on some page was drawn for its theme. */
const shown = new Map<HTMLImageElement, { source: string; dark: boolean }>();

subscribeTheme(redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

function redraw(): void {
  const dark = isDark();
  for (const [picture, drawn] of shown)
    if (!picture.isConnected) shown.delete(picture);
    else if (drawn.dark !== dark) {
      shown.set(picture, { source: drawn.source, dark });
      // It was drawn before, and stays as it is where it can't be now.
      void drawDiagram(drawn.source, dark).then(
        (svg) => putSvg(svg, picture),
        () => undefined,
      );
    }
}

/** Replaces the source of a diagram by its picture. Where it can't be drawn, the source stays and says why. */
export async function showDiagram(pre: HTMLElement, words: PreviewWords): Promise<void> {
  const source = pre.textContent;
  try {
    const dark = isDark();
    const svg = await drawDiagram(source, dark);
    const picture = new Image();
    const title = titleOfDiagram(source);
    picture.className = 'mdr-diagram';
    picture.alt = title === null ? words.diagram : `${words.diagram}: ${title}`;
    await putSvg(svg, picture);
    pre.replaceWith(picture);
    for (const one of shown.keys()) if (!one.isConnected) shown.delete(one);
    shown.set(picture, { source, dark });
  } catch (error) {
    const reason = document.createElement('p');
    reason.className = 'mdr-diagram-problem';
    reason.textContent = reasonOf(error, words);
    pre.after(reason);
  }
}

function reasonOf(error: unknown, words: PreviewWords): string {
  if (!(error instanceof NotDrawn)) return `${words.diagramWrong} ${String(error)}`;
  return `${words[error.why].replace('{limit}', String(LONGEST))} ${error.message}`.trim();
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
