/**
 * What a published page needs a script for: formulas and diagrams. The server renders all else, and names this script only
 * where there are some. Nothing of the application may be loaded with it: each part comes when it is asked for, by itself.
 */
const formulas = document.querySelectorAll<HTMLElement>('main .math');
const diagrams = document.querySelectorAll<HTMLElement>('main pre > code.language-mermaid');

if (formulas.length > 0)
  void import('./renderMath').then(({ renderMath }) => {
    for (const formula of formulas) {
      formula.textContent = bare(formula.textContent);
      renderMath(formula, formula instanceof HTMLDivElement);
    }
  });

if (diagrams.length > 0) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  for (const code of diagrams) void show(code, dark);
}

/** Without the signs in which the server puts it, for those who read it as it is. */
function bare(formula: string): string {
  return formula.trim().replace(/^\\[([]([\s\S]*)\\[)\]]$/, '$1');
}

/** In the place of its source, which stays where it can't be drawn; and anew for the other theme. */
async function show(code: HTMLElement, dark: MediaQueryList): Promise<void> {
  const source = code.textContent;
  const picture = new Image();
  const { drawDiagram, putSvg } = await import('./diagramDrawer');
  const { titleOfDiagram } = await import('./diagramTitle');
  const draw = async () => putSvg(await drawDiagram(source, dark.matches), picture);
  try {
    await draw();
  } catch {
    return;
  }
  picture.alt = titleOfDiagram(source) ?? code.closest('main')?.dataset.diagram ?? '';
  code.parentElement?.replaceWith(picture);
  dark.addEventListener('change', () => void draw());
}
