import { Bell, BellOff } from 'lucide-react';
import { IconButton } from '../../design/Button';
import type { Mutable } from './muting';
import type { InboxActions } from './useInboxActions';

interface MuteButtonProps {
  what: Mutable;
  isMuted: boolean;
  muteLabel: string;
  unmuteLabel: string;
  actions: InboxActions;
}

export function MuteButton({ what, isMuted, muteLabel, unmuteLabel, actions }: MuteButtonProps) {
  return isMuted ? (
    <IconButton label={unmuteLabel} onClick={() => actions.unmute(what)}>
      <Bell size={16} />
    </IconButton>
  ) : (
    <IconButton label={muteLabel} onClick={() => actions.mute(what)}>
      <BellOff size={16} />
    </IconButton>
  );
}
