/** To the frame. */
export interface DiagramRequest {
  id: number;
  source: string;
  dark: boolean;
}

/** From the frame, which first says "ready". */
export type DiagramAnswer = { id: number; svg: string } | { id: number; svg: null; problem: string };
