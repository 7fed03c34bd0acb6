import { Component, type ReactNode } from 'react'
import { ErrorNotice } from './error-notice.tsx'

interface State {
  readonly error: unknown
}

/** Catches errors of a screen, so that the rest of the page keeps working. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <ErrorNotice error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
  }
}
