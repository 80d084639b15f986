import { isProblem, UNREACHABLE } from '../api/problem';

/** Between two questions to a server that doesn't answer as it should. */
export const ASK_AGAIN = 5_000;

const TOO_MANY = 429;
const FAULT = 500;

/** It may be answered yet: nothing was said about what was asked for. */
export const mayPass = (error: unknown): boolean =>
  isProblem(error, UNREACHABLE, TOO_MANY) || (isProblem(error) && error.status >= FAULT);
