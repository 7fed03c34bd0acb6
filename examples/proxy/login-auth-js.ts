// Auth.js (NextAuth), with its default sessions: an encrypted token in a cookie.
import { getToken } from '@auth/core/jwt'
import type { ProxyOptions } from '@mira/proxy'

/** Identifies the visitor by the session cookie. `isSecure` selects the name of the cookie, which begins with `__Secure-` over HTTPS. */
export const authorizeByAuthJs =
  (secret: string, isSecure: boolean): ProxyOptions['authorize'] =>
  async (request) =>
    (await getToken({ req: request, secret, secureCookie: isSecure }))?.sub
