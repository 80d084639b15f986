const NAME = /(?:^|[\s(])@((?:[\p{L}\p{N}._-]+(?: [\p{L}\p{N}._-]*)?)?)$/u;
const ADDRESS = /(?:^|[\s(])@([^\s@()]+@[^\s@()]+)$/u;

/** The name, or the address, that is being typed at the cursor, or null. */
export function mentionAt(typed: string, cursor: number): { from: number; query: string } | null {
  const before = typed.slice(0, cursor);
  const query = NAME.exec(before)?.[1] ?? ADDRESS.exec(before)?.[1];
  return query === undefined ? null : { from: cursor - query.length - 1, query };
}

/** Of those whom the server found for less than is typed by now. */
export function matching<T extends { name: string; email?: string | null }>(people: T[], query: string): T[] {
  const wanted = query.toLocaleLowerCase();
  return people.filter(
    ({ name, email }) =>
      ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`) || email?.toLocaleLowerCase().startsWith(wanted) === true,
  );
}
