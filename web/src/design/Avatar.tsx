import { colourOf } from '../sync/people';
import { initials } from './initials';
import styles from './Avatar.module.css';

interface AvatarProps {
  id: string;
  name: string;
}

/** Initials on the person's colour. The name beside it says who it is; alone it needs a label around it. */
export function Avatar({ id, name }: AvatarProps) {
  return (
    <span className={`${styles.avatar ?? ''} mdr-colour-${colourOf(id)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
