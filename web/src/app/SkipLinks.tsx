import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Shell.module.css';
import { focusWithin } from './useRegions';

/** Where one may go at once, and how that place is found if it is on the page. */
const PLACES = {
  skipToContent: '#content',
  skipToText: '#content .cm-content, #content [data-skip="text"]',
  skipToComments: '[data-skip="comments"]',
  skipToTree: '[role="tree"]',
} as const;

type Place = keyof typeof PLACES;
const ALL = Object.keys(PLACES) as Place[];

const found = (place: Place) =>
  [...document.querySelectorAll<HTMLElement>(PLACES[place])].find((one) => one.checkVisibility());

/** The first stops of the page: past everything that stands before what somebody came for. */
export function SkipLinks() {
  const { t } = useTranslation();
  const [there, setThere] = useState<readonly Place[]>(['skipToContent']);
  return (
    <div
      className={styles.skips}
      // What can be reached is looked for when somebody comes here; before, nobody sees it.
      onFocus={() => setThere(ALL.filter((place) => found(place) !== undefined))}
    >
      {there.map((place) => (
        <a
          key={place}
          className={styles.skip}
          href="#content"
          onClick={(event) => {
            event.preventDefault();
            const target = found(place);
            // The content is where reading begins, whatever can have the focus in it.
            if (place === 'skipToContent') target?.focus();
            else if (target !== undefined) focusWithin(target);
          }}
        >
          {t(`app.${place}`)}
        </a>
      ))}
    </div>
  );
}
