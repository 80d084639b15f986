import type { Env, MarkdownIt, Token } from 'markdown-it';
import { CONTENTS } from './contentsRule';
import type { Notes } from './footnoteRule';
import { createParser } from './parser';

/** A top-level block: a heading, a paragraph, a whole list. */
export interface RenderedBlock {
  /** Equal for blocks with equal source, whatever they become; the same key may occur more than once. */
  key: string;
  /** Its first line, from 0. */
  line: number;
  html: string;
}

/**
 * Renders a document again and again as it changes. markdown-it's block pass is cheap (39 ms for 1 MB), its inline
 * pass isn't: so blocks are found in the whole text each time, and only those with a source not seen in the last
 * rendering get the inline pass.
 */
export class BlockRenderer {
  readonly #parser = createParser();
  readonly #inline = inlineOnly();
  #cache = new Map<string, string>();
  #references = '';

  render(text: string): RenderedBlock[] {
    const env: Env = {};
    const tokens: Token[] = [];
    const source = text.replace(/\r\n?/g, '\n').replace(/\0/g, '\uFFFD');
    this.#parser.block.parse(source, this.#parser, env, tokens);
    this.#forgetIfReferencesChanged(env);
    const lines = lineStarts(source);
    const kept = new Map<string, string>();
    const blocks = topLevel(tokens).map((block): RenderedBlock => {
      const [from, to] = block[0]?.map ?? [0, 0];
      const key = `${block[0]?.type ?? ''}\n${source.slice(lines[from], lines[to] ?? source.length)}`;
      const known = block[0]?.type === CONTENTS ? undefined : (kept.get(key) ?? this.#cache.get(key));
      const html = known ?? this.#renderBlock(block, env);
      kept.set(key, html);
      return { key, line: from, html };
    });
    this.#cache = kept;
    return blocks;
  }

  #renderBlock(block: Token[], env: Env): string {
    const state = new this.#inline.core.State('', this.#inline, env);
    state.tokens = block;
    this.#inline.core.process(state);
    return this.#inline.renderer.render(state.tokens, this.#inline.options, env);
  }

  // A link definition or a note anywhere can change any block that names it.
  #forgetIfReferencesChanged(env: Env): void {
    const { notes = [] } = env as Notes;
    const references = JSON.stringify([env.references ?? null, [...notes]]);
    if (references !== this.#references) this.#cache.clear();
    this.#references = references;
  }
}

function inlineOnly(): MarkdownIt {
  const parser = createParser();
  parser.core.ruler.disable(['normalize', 'block']);
  return parser;
}

function topLevel(tokens: Token[]): Token[][] {
  const blocks: Token[][] = [];
  let depth = 0;
  let block: Token[] = [];
  for (const token of tokens) {
    block.push(token);
    depth += token.nesting;
    if (depth > 0) continue;
    // An opening token and what follows it up to its closing one, or a token that stands alone.
    blocks.push(block);
    block = [];
  }
  return blocks;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
