import { use, useLayoutEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useIsGuest } from '../features/auth/useSession';
import { Frame } from './Frame';
import { SurroundingsContext, type Surroundings } from './surroundings';

interface ShellProps {
  workspaceId: string;
  /** The top bar, beside the button that shows and hides the rail. */
  bar: ReactNode;
  /** Where the page was reached from, if it isn't a beginning itself. */
  back?: string;
  children: ReactNode;
}

/** What stands around a document or a list of them. */
export function Shell(props: ShellProps) {
  const surroundings = use(SurroundingsContext);
  if (surroundings !== null) return <Surrounded {...props} surroundings={surroundings} />;
  // A guest has the document and nothing around it.
  return (
    <Frame rail={null} railName="" bar={props.bar}>
      {props.children}
    </Frame>
  );
}

interface SurroundedProps extends ShellProps {
  surroundings: Surroundings;
}

function Surrounded({ workspaceId, bar, back, children, surroundings: { bar: place, show } }: SurroundedProps) {
  const isGuest = useIsGuest();
  useLayoutEffect(() => show({ workspaceId, back, isGuest }), [workspaceId, back, isGuest, show]);
  return (
    <>
      {place !== null && createPortal(bar, place)}
      {children}
    </>
  );
}
