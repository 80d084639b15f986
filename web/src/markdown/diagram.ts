import { subscribeTheme } from '../app/theme';
import type { DiagramAnswer, DiagramRequest } from './diagramProtocol';
import { titleOfDiagram } from './diagramTitle';
import type { PreviewWords } from './preview';

const LONGEST = 20_000;
const PATIENCE = 3_000;
const FRAME_PATIENCE = 15_000;

/** Why there is no picture; what Mermaid itself says is in its own words. */
class NotDrawn extends Error {
  readonly why: 'diagramTooLong' | 'diagramSlow' | 'diagramUnavailable' | 'diagramWrong';

  constructor(why: NotDrawn['why'], detail = '') {
    super(detail);
    this.why = why;
  }
}

/**
 * Mermaid runs in a frame without an origin, which can reach neither this page nor the network; only the picture it
 * draws comes back. One frame serves all diagrams of the page, one after another.
 */
class DiagramFrame {
  #frame: Promise<HTMLIFrameElement> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #number = 0;

  draw(source: string, dark: boolean): Promise<string> {
    if (source.length > LONGEST) return Promise.reject(new NotDrawn('diagramTooLong'));
    const drawn = this.#last.then(() => this.#draw(source, dark));
    this.#last = drawn.catch(() => undefined);
    return drawn;
  }

  async #draw(source: string, dark: boolean): Promise<string> {
    const frame = await (this.#frame ??= openFrame());
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(patience);
        window.removeEventListener('message', answered);
      };
      const answered = ({ source: from, data }: MessageEvent<DiagramAnswer>) => {
        if (from !== frame.contentWindow || data.id !== id) return;
        end();
        if (data.svg === null) reject(new NotDrawn('diagramWrong', data.problem));
        else resolve(data.svg);
      };
      const patience = setTimeout(() => {
        end();
        // It may be lost in an endless layout: the next diagram gets a new one.
        frame.remove();
        this.#frame = null;
        reject(new NotDrawn('diagramSlow'));
      }, PATIENCE);
      window.addEventListener('message', answered);
      const request: DiagramRequest = { id, source, dark };
      frame.contentWindow?.postMessage(request, '*');
    });
  }
}

function openFrame(): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = '/diagram.html';
  frame.className = 'mdr-diagram-frame';
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new NotDrawn('diagramUnavailable')), FRAME_PATIENCE);
    const ready = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== frame.contentWindow || data !== 'ready') return;
      clearTimeout(patience);
      window.removeEventListener('message', ready);
      resolve(frame);
    };
    window.addEventListener('message', ready);
    document.body.append(frame);
  });
}

const diagrams = new DiagramFrame();

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
      void diagrams.draw(drawn.source, dark).then(
        (svg) => put(svg, picture),
        () => undefined,
      );
    }
}

/** Replaces the source of a diagram by its picture. Where it can't be drawn, the source stays and says why. */
export async function showDiagram(pre: HTMLElement, words: PreviewWords): Promise<void> {
  const source = pre.textContent;
  try {
    const dark = isDark();
    const svg = await diagrams.draw(source, dark);
    const picture = new Image();
    const title = titleOfDiagram(source);
    picture.className = 'mdr-diagram';
    picture.alt = title === null ? words.diagram : `${words.diagram}: ${title}`;
    await put(svg, picture);
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

async function put(svg: string, picture: HTMLImageElement): Promise<void> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  picture.src = address;
  await picture.decode().finally(() => URL.revokeObjectURL(address));
}

function reasonOf(error: unknown, words: PreviewWords): string {
  if (!(error instanceof NotDrawn)) return `${words.diagramWrong} ${String(error)}`;
  return `${words[error.why].replace('{limit}', String(LONGEST))} ${error.message}`.trim();
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
