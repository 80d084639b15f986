import type { Member } from '../../api/types';

/** Who is meant by what somebody typed: an address in whatever case, or a name that only one of them has. */
export function memberCalled(members: readonly Member[], typed: string): Member | null {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return null;
  const byAddress = members.find(({ email }) => email.toLowerCase() === wanted);
  const byName = members.filter(({ name }) => name.toLowerCase() === wanted);
  return byAddress ?? (byName.length === 1 ? (byName[0] ?? null) : null);
}
