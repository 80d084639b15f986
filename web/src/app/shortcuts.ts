import { IS_MAC, type Chord } from './chord';

/** Every shortcut there is, by where it works, with the keys it has unless the person, or their Mac, has others. */
export const SHORTCUTS = {
  everywhere: {
    palette: 'Mod-k',
    searchWorkspace: 'Mod-Shift-f',
    rail: 'Mod-.',
    theme: 'Mod-Shift-l',
    sheet: 'Mod-/',
  },
  document: {
    edit: 'Ctrl-Alt-e',
    both: 'Ctrl-Alt-b',
    view: 'Ctrl-Alt-v',
    liveOrEdit: 'Mod-Shift-e',
    comment: 'Ctrl-Alt-m',
    outline: 'Ctrl-Alt-o',
    history: 'Ctrl-Alt-h',
    whatChanged: 'Ctrl-Alt-w',
    present: 'Ctrl-Alt-p',
    share: 'Ctrl-Alt-s',
    nextChange: 'F7',
    previousChange: 'Shift-F7',
    accept: 'Ctrl-Alt-y',
    reject: 'Ctrl-Alt-n',
    nameVersion: 'Mod-s',
    nextMistake: 'F8',
    previousMistake: 'Shift-F8',
    mistakes: 'Ctrl-Alt-i',
    markMistakes: 'Ctrl-Alt-Shift-i',
  },
  text: {
    bold: 'Mod-b',
    italic: 'Mod-i',
    strike: 'Mod-Shift-x',
    code: 'Mod-Shift-c',
    link: 'Mod-k',
    task: 'Mod-Enter',
  },
} as const;

export type Place = keyof typeof SHORTCUTS;
export type Shortcut = { [P in Place]: keyof (typeof SHORTCUTS)[P] }[Place];

/** Null: without keys, since another took them. */
type Chosen = Partial<Record<Shortcut, Chord | null>>;

const KEY = 'mdreader.keys';

/** As other programs on a Mac have them. ⌘⌥H and ⌘⌥W are the system's own, so the rest stays with ⌃⌥. */
const ON_MAC: Partial<Record<Shortcut, Chord>> = {
  comment: 'Meta-Alt-m',
  accept: 'Meta-Alt-y',
  reject: 'Meta-Alt-n',
};

export function usualKeys(isMac: boolean): Record<Shortcut, Chord> {
  const usual = Object.assign({}, ...Object.values(SHORTCUTS)) as Record<Shortcut, Chord>;
  return isMac ? { ...usual, ...ON_MAC } : usual;
}

const USUAL = usualKeys(IS_MAC);
const ALL = Object.keys(USUAL) as Shortcut[];

/** The person's keys, kept per device: keyboards differ. */
class Keys {
  #chosen: Chosen = read();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A new object whenever something differs. */
  readonly chosen = () => this.#chosen;

  /** Null where it has none. */
  of(shortcut: Shortcut): Chord | null {
    const chosen = this.#chosen[shortcut];
    return chosen === undefined ? USUAL[shortcut] : chosen;
  }

  isUsual = (shortcut: Shortcut) => this.of(shortcut) === USUAL[shortcut];

  /**
   * Who has these keys already. That Ctrl-K links what is selected and opens the palette elsewhere is no conflict: it
   * was there from the beginning, and what is selected decides.
   */
  holderOf(chord: Chord, wanted: Shortcut): Shortcut | null {
    if (USUAL[wanted] === chord) {
      const others = ALL.filter((other) => other !== wanted && this.of(other) === chord && USUAL[other] !== chord);
      return others[0] ?? null;
    }
    return ALL.find((other) => other !== wanted && this.of(other) === chord) ?? null;
  }

  /** Whoever had the keys has none then. */
  choose(shortcut: Shortcut, chord: Chord): void {
    const holder = this.holderOf(chord, shortcut);
    this.#set({ ...this.#chosen, ...(holder !== null && { [holder]: null }), [shortcut]: chord });
  }

  /** As it was from the beginning. */
  reset(shortcut: Shortcut): void {
    this.choose(shortcut, USUAL[shortcut]);
  }

  resetAll(): void {
    this.#set({});
  }

  #set(chosen: Chosen): void {
    this.#chosen = Object.fromEntries(
      Object.entries(chosen).filter(([shortcut, chord]) => chord !== USUAL[shortcut as Shortcut]),
    );
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#chosen));
    } catch {
      // It then lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }
}

function read(): Chosen {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const entries = Object.entries(kept as Record<string, unknown>);
    return Object.fromEntries(
      entries.filter(([name, chord]) => name in USUAL && (typeof chord === 'string' || chord === null)),
    );
  } catch {
    return {};
  }
}

export const keys = new Keys();
