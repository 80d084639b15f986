import type { FarPicture, FarPictures, FarWords } from './farPictures';
import './farStand.css';

const ASKED = 'mdr-asked';

/**
 * Puts the picture into the place of its name; where nobody has asked for it, its address and a button that asks.
 *
 * @param put is told when the page has another height.
 */
export function standFor(
  name: HTMLElement,
  { address, host, description }: FarPicture,
  pictures: FarPictures,
  words: FarWords,
  put: () => void,
): HTMLElement {
  const stand = document.createElement('span');
  stand.className = 'mdr-far';
  stand.dataset.host = host;
  name.replaceWith(stand);
  const here = pictures.here(address);
  if (here !== null) {
    putImage(stand, imageOf(here, description, put));
    return stand;
  }

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'mdr-far-show';
  button.textContent = words.showFrom.replace('{host}', host);
  const offer = document.createElement('span');
  offer.className = 'mdr-far-offer';
  offer.append(...(name.textContent === address ? [] : [said('mdr-far-address', address)]), button);
  stand.append(name, offer);
  const show = async () => {
    if (stand.ariaBusy === 'true') return;
    stand.ariaBusy = 'true';
    const found = await pictures.picture(address);
    stand.ariaBusy = null;
    if (found === null) {
      offer.querySelector('.mdr-far-failed')?.remove();
      button.before(said('mdr-far-failed', words.pictureFailed, 'status'));
      put();
      return;
    }
    const image = imageOf(found, description, put);
    const hadFocus = stand.contains(document.activeElement);
    putImage(stand, image);
    // Whoever goes by keys stays where they were.
    if (hadFocus) {
      image.tabIndex = -1;
      image.focus({ preventScroll: true });
    }
  };
  stand.addEventListener(ASKED, () => void show());
  button.addEventListener('click', () => {
    pictures.show(host);
    for (const other of document.querySelectorAll<HTMLElement>('.mdr-far'))
      if (other.dataset.host === host) other.dispatchEvent(new Event(ASKED));
  });
  if (pictures.isShown(host)) void show();
  return stand;
}

function putImage(stand: HTMLElement, image: HTMLImageElement): void {
  stand.className = 'mdr-far-shown';
  stand.replaceChildren(image);
}

function imageOf(address: string, description: string, put: () => void): HTMLImageElement {
  const image = document.createElement('img');
  image.className = 'mdr-picture';
  image.alt = description;
  // Dropped into the text it would be uploaded.
  image.draggable = false;
  image.addEventListener('load', put);
  image.src = address;
  return image;
}

function said(className: string, words: string, role?: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = words;
  if (role !== undefined) element.setAttribute('role', role);
  return element;
}
