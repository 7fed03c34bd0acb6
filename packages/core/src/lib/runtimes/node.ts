import type { Channel, OpenChannel } from '../observer.ts'

export { transport } from '../transports/node.ts'

type ChannelModule = { channel(name: string): Channel }

/** Opens a channel of `node:diagnostics_channel`, without an import that would slow startup or break bundles. */
export const openChannel: OpenChannel = (name) => {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): ChannelModule | undefined } }
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name)
}

/** System error codes of failed DNS lookups and connects: no byte of the request was sent. */
export const unsentCodes: RegExp | undefined =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
