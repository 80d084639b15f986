/** To the worker: the whole text. Only one is under way at a time, the latest waits. */
export interface RenderRequest {
  text: string;
}

/** From the worker: the blocks in order, with the HTML of those that weren't in its last answer. */
export interface RenderAnswer {
  blocks: { id: number; line: number }[];
  fresh: { id: number; html: string }[];
}
