import { attachedMarkdown } from '../../editor/attachedMarkdown';
import type { Send } from '../../editor/uploads';

/** A file on its way into a comment. */
export interface FileUnderWay {
  id: number;
  name: string;
  /** Between 0 and 1. */
  part: number;
  /** Why it didn't arrive; undefined while it still may. */
  error?: unknown;
}

interface Going {
  view: FileUnderWay;
  file: File;
  stop: AbortController;
}

/** The files that were put into a comment while it is written. What has arrived is given out as Markdown. */
export class FilesUnderWay {
  readonly #send: Send;
  readonly #listeners = new Set<() => void>();
  #going: Going[] = [];
  #views: FileUnderWay[] = [];
  #last = 0;
  #arrived: (markdown: string) => void = () => undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  onArrived(listener: (markdown: string) => void): void {
    this.#arrived = listener;
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const going = { view: { id: ++this.#last, name: file.name, part: 0 }, file, stop: new AbortController() };
      this.#going.push(going);
      void this.#run(going);
    }
  }

  retry(id: number): void {
    const going = this.#going.find(({ view }) => view.id === id);
    if (going?.view.error !== undefined) void this.#run(going);
  }

  cancel(id: number): void {
    this.#going.find(({ view }) => view.id === id)?.stop.abort();
    this.#going = this.#going.filter(({ view }) => view.id !== id);
    this.#changed();
  }

  close(): void {
    for (const { view } of this.#going) this.cancel(view.id);
  }

  readonly view = () => this.#views;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  async #run(going: Going): Promise<void> {
    const { id, name } = going.view;
    const show = (view: Omit<FileUnderWay, 'id' | 'name'>) => {
      going.view = { id, name, ...view };
      this.#changed();
    };
    show({ part: 0 });
    try {
      const sent = await this.#send(going.file, (part) => show({ part }), going.stop.signal);
      if (going.stop.signal.aborted) return;
      this.cancel(id);
      this.#arrived(attachedMarkdown(name, sent));
    } catch (error) {
      if (!going.stop.signal.aborted) show({ part: 0, error });
    }
  }

  #changed(): void {
    this.#views = this.#going.map(({ view }) => view);
    for (const listener of this.#listeners) listener();
  }
}

/** The text with a file named in it, on a line of its own. */
export function withFile(text: string, at: number, markdown: string): string {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const lead = before === '' || before.endsWith('\n') ? '' : '\n';
  const trail = after === '' || after.startsWith('\n') ? '' : '\n';
  return before + lead + markdown + trail + after;
}
