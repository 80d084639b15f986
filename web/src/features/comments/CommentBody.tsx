import { use, useEffect, useRef } from 'react';
import { partsOf } from '../../markdown/mentions';
import { createParser } from '../../markdown/parser';
import { sanitize } from '../../markdown/sanitize';
import { showAttached } from '../../markdown/showAttached';
import { FilesContext } from '../attachments/FilesContext';
import styles from './Comments.module.css';

/** Emphasis, code, links, and the document's own pictures; a comment is no document. */
const parser = createParser().disable(['heading', 'table', 'hr', 'lheading', 'html_block', 'front_matter']);
parser.set({ breaks: true });

export function CommentBody({ text }: { text: string }) {
  return (
    <p className={styles.body}>
      {partsOf(text).map((part, index) =>
        part.kind === 'mention' ? (
          <span key={index} className={styles.mention}>
            @{part.name}
          </span>
        ) : (
          <Words key={index} text={part.text} />
        ),
      )}
    </p>
  );
}

function Words({ text }: { text: string }) {
  const files = use(FilesContext);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    place.current.replaceChildren(sanitize(parser.renderInline(text)));
    if (files !== null) showAttached(place.current, files);
  }, [text, files]);
  return <span ref={place} />;
}
