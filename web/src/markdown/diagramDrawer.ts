// Apart from `diagram.ts`, which knows the application: pages outside of it draw, too.
import type { DiagramAnswer, DiagramRequest } from './diagramProtocol';

/** In characters. */
export const LONGEST = 20_000;
const PATIENCE = 3_000;
const FRAME_PATIENCE = 15_000;

/** Why there is no picture; what Mermaid itself says is in its own words. */
export class NotDrawn extends Error {
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

/** The picture as SVG; rejects with what it was `NotDrawn` for. */
export const drawDiagram = (source: string, dark: boolean): Promise<string> => diagrams.draw(source, dark);

/** Shows it; a picture can't run anything, whatever is in it. */
export async function putSvg(svg: string, picture: HTMLImageElement): Promise<void> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  picture.src = address;
  await picture.decode().finally(() => URL.revokeObjectURL(address));
}
