// Better Auth, whose sessions are rows of your database.
import type { ProxyOptions } from '@mira/proxy'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'

export const auth = betterAuth({
  baseURL: process.env.AUTH_URL ?? 'http://localhost:3000',
  secret: process.env.BETTER_AUTH_SECRET,
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }), // your database
  emailAndPassword: { enabled: true },
})

export const authorize: ProxyOptions['authorize'] = async ({ headers }) =>
  (await auth.api.getSession({ headers }))?.user.id
