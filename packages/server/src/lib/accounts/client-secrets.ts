import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { fieldError } from '../api-error.ts'
import { createSeal } from '../create-seal.ts'
import type { ApiKeys, Principal } from './api-keys.ts'

/** Contents of a client secret. */
export interface ClientSecret {
  /** API key that created the secret, and on whose behalf it acts. */
  readonly keyId: string
  /** Expiry, in seconds since 1970. */
  readonly expiresAt: number
  /** Session settings as they were sent; undefined for the defaults. */
  readonly session: unknown
}

/** Client secret that was accepted. */
export interface VerifiedClientSecret {
  readonly principal: Principal
  readonly session: unknown
}

/** Short-lived tokens with which a browser opens realtime sessions on behalf of an API key. */
export interface ClientSecrets {
  /**
   * Creates a token: `ek_` and characters of base64url.
   *
   * @throws {ApiError} 400 when the session settings do not fit into a header.
   */
  issue(secret: ClientSecret): string
  /** Opens a token. Undefined if it is invalid or expired, or its API key is no longer valid. */
  verify(token: string): Promise<VerifiedClientSecret | undefined>
}

/** Options of {@link createClientSecrets}. */
export interface ClientSecretOptions {
  readonly apiKeys: Pick<ApiKeys, 'findValid'>
  readonly now: () => number
}

const prefix = 'ek_'

/** Maximum length of a token, with room for other headers below the 16 KiB that servers and proxies accept. */
const maxLength = 10_000

/** Maximum size of the decompressed contents of a token, in bytes. Every token that was issued is smaller. */
const maxBytes = 2 ** 20

/** Returns whether a credential is a client secret rather than an API key. */
export function isClientSecret(credential: string): boolean {
  return credential.startsWith(prefix)
}

/**
 * Creates the client secrets of a server. A token contains its encrypted contents: nothing is stored, and each server
 * with the same secret accepts it.
 */
export function createClientSecrets(secret: string, { apiKeys, now }: ClientSecretOptions): ClientSecrets {
  const seal = createSeal(secret, 'client secrets')

  function open(token: string): ClientSecret | undefined {
    try {
      const sealed = Buffer.from(token.slice(prefix.length), 'base64url')
      return JSON.parse(inflateRawSync(seal.open(sealed), { maxOutputLength: maxBytes }).toString())
    } catch {
      return undefined
    }
  }

  return {
    issue(contents) {
      const json = Buffer.from(JSON.stringify(contents))
      const token = json.length > maxBytes ? undefined : prefix + seal.close(deflateRawSync(json)).toString('base64url')
      if (token !== undefined && token.length <= maxLength) return token
      throw fieldError('session', 'too large for a client secret; send instructions and tools with session.update')
    },
    async verify(token) {
      const contents = isClientSecret(token) && token.length <= maxLength ? open(token) : undefined
      if (contents === undefined || now() >= contents.expiresAt * 1_000) return undefined
      const principal = await apiKeys.findValid(contents.keyId)
      return principal && { principal, session: contents.session }
    },
  }
}
