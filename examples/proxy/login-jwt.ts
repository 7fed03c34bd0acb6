// A login service that issues JSON Web Tokens (Clerk, Auth0, Supabase, Keycloak, Entra, your own), verified by `jose`.
import type { ProxyOptions } from '@mira/proxy'
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose'

/**
 * Identifies the visitor by the bearer token, or by the cookie in which the login service keeps it.
 *
 * @param options - Leave `audience` out only for a service that sets none, as Clerk by default: its issuer then is your application alone.
 */
export function authorizeByJwt(
  keys: JWTVerifyGetKey,
  options: { readonly issuer: string; readonly audience?: string },
): ProxyOptions['authorize'] {
  return async (request) => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    const token = bearer ?? /(?:^|; )__session=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    if (token === undefined) return null
    // Any error, such as an expired token, means no visitor. Name the algorithms, so that a token cannot choose them.
    const result = await jwtVerify(token, keys, { ...options, algorithms: ['RS256', 'ES256'] }).catch(() => null)
    return result?.payload.sub
  }
}

/** Reads the public keys of the service; they are cached, and read again when it rotates them. */
export const remoteKeys = (jwksUrl: string): JWTVerifyGetKey => createRemoteJWKSet(new URL(jwksUrl))
