let ahead = 0;

/** Every answer says what time it is for the server, to a second. */
export function hearServerTime(date: string | null): void {
  const said = Date.parse(date ?? '');
  if (!Number.isNaN(said)) ahead = said + 500 - Date.now();
}

/** The server's time as far as it is known, in milliseconds since 1970: what is compared with times of its own. */
export const serverNow = () => Date.now() + ahead;
