import { DigestTime } from './DigestTime';
import { Mutes } from './Mutes';
import { NotificationMatrix } from './NotificationMatrix';
import { PushHere } from './PushHere';

export function Notifications() {
  return (
    <>
      <NotificationMatrix />
      <DigestTime />
      <PushHere />
      <Mutes />
    </>
  );
}
