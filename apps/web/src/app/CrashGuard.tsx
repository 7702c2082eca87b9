import { Component, type ReactNode } from 'react';
import { Notice } from './Notice.js';

interface CrashGuardState {
  readonly error: Error | null;
}

/** Shows that the page broke instead of a blank one. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, CrashGuardState> {
  override state: CrashGuardState = { error: null };

  static getDerivedStateFromError(error: Error): CrashGuardState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main>
        <Notice title="This page broke" reload>
          Monitoring goes on; only its display failed: {error.message}
        </Notice>
      </main>
    );
  }
}
