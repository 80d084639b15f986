import { DigestTime } from './DigestTime';
import { NotificationMatrix } from './NotificationMatrix';
import { PushHere } from './PushHere';

export function Notifications() {
  return (
    <>
      <NotificationMatrix />
      <DigestTime />
      <PushHere />
    </>
  );
}
