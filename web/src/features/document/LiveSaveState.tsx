import type { SaveState } from '../../sync/saveState';
import type { Watchable } from '../../sync/watched';
import { SaveStateBadge, type SaveStateBadgeProps } from './SaveStateBadge';
import { useWatched } from './useWatched';

type LiveSaveStateProps = Omit<SaveStateBadgeProps, 'save'> & { save: Watchable<SaveState> };

/** By itself, since it changes with every key while the server is slow. */
export function LiveSaveState({ save, ...others }: LiveSaveStateProps) {
  return <SaveStateBadge save={useWatched(save, (state) => state)} {...others} />;
}
