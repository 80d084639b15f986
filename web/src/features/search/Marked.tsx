import { markedParts } from './marked';

/** The server's text with what was found in it marked. */
export function Marked({ html }: { html: string }) {
  return markedParts(html).map(({ text, found }, index) =>
    found ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
