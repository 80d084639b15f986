/** To the worker: the whole text. Only one is under way at a time, the latest waits. */
export interface RenderRequest {
  text: string;
}

/** From the worker: which blocks take the place of which, and the HTML of those that weren't in its last answer. */
export interface RenderAnswer {
  /** The first of the last answer's blocks that is replaced. */
  from: number;
  removed: number;
  /** What stands there instead, in order. */
  ids: number[];
  fresh: { id: number; html: string }[];
  /** The first line of each block there is now, from 0. */
  lines: Int32Array;
}
