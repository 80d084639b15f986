import { createParser } from '../../markdown/parser';
import { sanitize } from '../../markdown/sanitize';
import styles from './Comments.module.css';
import { partsOf } from './mentions';

/** Emphasis, code and links; a comment is no document. */
const parser = createParser().disable(['image', 'heading', 'table', 'hr', 'lheading', 'html_block', 'front_matter']);
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
          <span key={index} ref={(place) => place?.replaceChildren(sanitize(parser.renderInline(part.text)))} />
        ),
      )}
    </p>
  );
}
