import type { OpenChannel } from '../observer.ts'

export { fetchTransport as transport } from '../transports/fetch.ts'

/** Only Node and what follows it has `diagnostics_channel`. */
export const openChannel: OpenChannel = () => undefined

/** The web tells nothing of why a connection failed. */
export const unsentCodes: RegExp | undefined = undefined
