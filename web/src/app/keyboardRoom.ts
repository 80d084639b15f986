/** Less is a bar of the browser that comes and goes. */
const LEAST = 80;

/**
 * Where the keyboard of a telephone lies over the page instead of making it smaller (Safari), the page leaves it the
 * room itself, by `--covered`: what stands at the bottom stands above the keyboard.
 */
export function leaveRoomForKeyboard(page: Window = window): void {
  const visible = page.visualViewport;
  if (visible === null) return;
  const fit = () => {
    const covered = visible.scale > 1.01 ? 0 : page.innerHeight - visible.height;
    const isOpen = covered >= LEAST;
    page.document.documentElement.style.setProperty('--covered', isOpen ? `${Math.round(covered)}px` : '0px');
    // Safari has pushed the page up to show the field that is written in; now all of it has room.
    if (isOpen && visible.offsetTop > 0) page.scrollTo(0, 0);
  };
  visible.addEventListener('resize', fit);
  visible.addEventListener('scroll', fit);
}
