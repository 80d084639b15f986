import { useQuery } from '@tanstack/react-query';
import { Avatar } from '../../design/Avatar';
import { pictureQuery } from './queries';

interface FaceProps {
  id: string;
  name: string;
}

/** Somebody's picture; their initials where they have none, or it isn't to be had. */
export function Face({ id, name }: FaceProps) {
  const { data: picture } = useQuery({ ...pictureQuery(id), enabled: id !== '' });
  return <Avatar id={id} name={name} picture={picture ?? null} />;
}
