import { Component, type ReactNode } from 'react';
import { Crashed } from './Message';

/** A fault that nothing nearer has caught shows as such, with a way on, instead of an empty window. */
export class Boundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown) {
    reportError(error);
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}
