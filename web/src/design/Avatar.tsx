import { colourOf } from '../sync/people';
import { initials } from './initials';
import styles from './Avatar.module.css';

interface AvatarProps {
  id: string;
  name: string;
  /** An address that this page may show; without one there are initials. */
  picture?: string | null;
}

/** A picture ringed by the person's colour, or initials on it. The name beside it says who it is; alone it needs a label around it. */
export function Avatar({ id, name, picture = null }: AvatarProps) {
  return (
    <span className={`${styles.avatar ?? ''} mdr-colour-${colourOf(id)}`} aria-hidden="true">
      {picture === null ? initials(name) : <img className={styles.picture} src={picture} alt="" />}
    </span>
  );
}
