import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Letter {
  text: string;
  /** The first address in it, with what stands behind its #. */
  link: string;
}

/** The newest letter to somebody with this subject. */
export function findLetter(folder: string, to: string, subject: string): Letter | null {
  if (!existsSync(folder)) return null;
  const letters = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .map((path) => readFileSync(path, 'utf8'));
  const found = letters.find((letter) => letter.includes(to) && letter.includes(`Subject: ${subject}`));
  if (found === undefined) return null;
  const text = plainText(found);
  return { text, link: /https?:\/\/\S+/.exec(text)?.[0] ?? '' };
}

/** The plain part, decoded; the letters are ASCII or UTF-8. */
function plainText(letter: string): string {
  const parts = letter.split(/\r?\n(?=Content-Type: )/i);
  const plain = parts.find((part) => /^Content-Type: text\/plain/i.test(part)) ?? letter;
  const [head = '', ...rest] = plain.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n').split(/\r?\n--/)[0] ?? '';
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
