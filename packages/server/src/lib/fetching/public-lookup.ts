import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** Error for a host that resolves to an address that is not public. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/**
 * Resolves a host for a connection, and fails when any of its addresses is not public. The connection uses exactly the
 * addresses that were checked, which defeats DNS rebinding.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(`${hostname} is not on the public internet`), '')
    }
    if (options.all === true) return callback(null, addresses)
    const [first] = addresses
    callback(null, first!.address, first!.family)
  })
}
