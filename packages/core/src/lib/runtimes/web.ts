import type { Transport } from '../exchange.ts'
import type { OpenChannel } from '../observer.ts'

/** There is nothing faster than `fetch`. */
export const transport: Transport = (request, viaFetch) => viaFetch(request)

/** Only Node and what follows it has `diagnostics_channel`. */
export const openChannel: OpenChannel = () => undefined

/** The web tells nothing of why a connection failed. */
export const unsentCodes: RegExp | undefined = undefined
