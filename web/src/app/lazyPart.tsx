import { Component, lazy, type ComponentType, type ReactNode } from 'react';
import { PageFault, PartFault, type FaultProps } from './Fault';

type Load<Props> = () => Promise<ComponentType<Props>>;

/** The server had a deploy, or the line is bad: nothing is wrong with the part itself. */
class NotLoaded extends Error {}

interface State {
  fault: FaultProps['fault'] | null;
}

/**
 * A part of the program that is loaded when it is first shown. Where it can't be, or runs into a fault, that is said in
 * its place, and everything around it goes on.
 *
 * @param showFault says so; it is told the part's own properties too.
 */
export function lazyPart<Props extends object>(
  load: Load<Props>,
  showFault: (fault: FaultProps, props: Props) => ReactNode = (fault) => <PartFault {...fault} />,
): ComponentType<Props> {
  const fresh = () => lazy(async () => ({ default: (await twice(load)) as ComponentType<object> }));
  // What was loaded is there for every place that shows it.
  let shown = fresh();
  return class Part extends Component<Props, State> {
    override state: State = { fault: null };

    static getDerivedStateFromError(error: unknown): State {
      return { fault: error instanceof NotLoaded ? 'not-loaded' : 'crashed' };
    }

    override componentDidCatch(error: unknown) {
      // A promise that was broken stays so: whoever shows it next asks anew.
      if (error instanceof NotLoaded) shown = fresh();
      else reportError(error);
    }

    override render() {
      const { fault } = this.state;
      if (fault !== null) return showFault({ fault, again: this.again }, this.props);
      const Shown = shown;
      return <Shown {...this.props} />;
    }

    private readonly again = () => this.setState({ fault: null });
  };
}

/** The same for what fills the window. */
export const lazyPage = <Props extends object>(load: Load<Props>) =>
  lazyPart(load, (fault) => <PageFault {...fault} />);

async function twice<Props>(load: Load<Props>): Promise<ComponentType<Props>> {
  try {
    return await load();
  } catch {
    return await load().catch((error: unknown) => {
      throw new NotLoaded('A part of the program could not be loaded.', { cause: error });
    });
  }
}
