/** A channel of `node:diagnostics_channel`. */
export interface Channel {
  readonly hasSubscribers: boolean
  subscribe(listener: (message: unknown) => void): void
  unsubscribe(listener: (message: unknown) => void): void
}

interface ChannelModule {
  channel(name: string): Channel
}

/** Opens a channel without an import, which would break bundles for browsers; `undefined` if there are no channels. */
export function openChannel(name: string): Channel | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): ChannelModule | undefined } }
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name)
}
