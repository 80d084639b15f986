/** A document of everything that people write, always the same for the same length. */
export function longText(length) {
  const chance = seeded(7);
  const parts = ['# A long document\n'];
  let written = parts[0].length;
  for (let section = 1; written < length; section++) {
    const part = `\n${sectionOf(section, chance)}`;
    parts.push(part);
    written += part.length;
  }
  return parts.join('').slice(0, length);
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  'the of and to in is that it was for on are with as at be this from have or by one had not but what all were when we there can an your which their if do will each about how up out them then she many some so these would other into has more two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know'.split(
    ' ',
  );

function sectionOf(number, chance) {
  const words = (count) => Array.from({ length: count }, () => WORDS[Math.floor(chance() * WORDS.length)]).join(' ');
  const sentence = () => {
    const said = words(6 + Math.floor(chance() * 14));
    return `${said[0].toUpperCase()}${said.slice(1)}.`;
  };
  const paragraph = () =>
    `${sentence()} **${words(2)}** ${words(8)}, *${words(1)}* and \`${words(1)}()\`. ${sentence()} See [${words(2)}](https://example.org/${number}). ${sentence()}\n`;
  const list = (mark) => Array.from({ length: 4 }, () => `${mark} ${sentence()}`).join('\n') + '\n';
  const others = [
    () => list('-'),
    () => list('- [ ]'),
    () => list('1.'),
    () => `> ${sentence()}\n> ${sentence()}\n`,
    () =>
      `| ${words(1)} | ${words(1)} |\n| --- | ---: |\n| ${words(2)} | ${number} |\n| ${words(2)} | ${number * 2} |\n`,
    () => `\`\`\`js\nconst value = ${number};\nconsole.log(value); // ${words(4)}\n\`\`\`\n`,
  ];
  const other = others[number % others.length];
  return [`## ${words(3)} ${number}\n`, paragraph(), paragraph(), other(), paragraph()].join('\n');
}
