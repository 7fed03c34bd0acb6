import { encode } from '@auth/core/jwt'
import { listModels } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { type RunningServer, startServer } from '@mira/server'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { authorizeByAuthJs } from '../../examples/proxy/login-auth-js.ts'
import { authorizeByJwt } from '../../examples/proxy/login-jwt.ts'

interface Login {
  readonly authorize: ProxyOptions['authorize']
  /** Headers of a signed-in visitor, with the visitor's id. */
  readonly signIn: () => Promise<{ readonly id: string; readonly headers: Record<string, string> }>
  /** Headers that a visitor who is not signed in could send. */
  readonly forge: () => Promise<Record<string, string>>
}

const issuer = 'https://login.example'
const audience = 'https://app.example'
const secret = 'a secret of thirty-two characters'

/** Tokens of a login service. Some services, such as Clerk, set no audience. */
async function jwtLogin(options: { readonly issuer: string; readonly audience?: string }): Promise<Login> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const stranger = await generateKeyPair('ES256')
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] })
  const sign = (key: typeof privateKey) =>
    new SignJWT(options.audience === undefined ? {} : { aud: options.audience })
      .setProtectedHeader({ alg: 'ES256' })
      .setSubject('ada')
      .setIssuer(options.issuer)
      .setExpirationTime('1h')
      .sign(key)
  return {
    authorize: authorizeByJwt(keys, options),
    signIn: async () => ({ id: 'ada', headers: { authorization: `Bearer ${await sign(privateKey)}` } }),
    forge: async () => ({ cookie: `__session=${await sign(stranger.privateKey)}` }),
  }
}

async function betterAuthLogin(): Promise<Login> {
  vi.stubEnv('BETTER_AUTH_SECRET', secret)
  const { auth, authorize } = await import('../../examples/proxy/login-better-auth.ts')
  vi.unstubAllEnvs()
  return {
    authorize,
    async signIn() {
      const body = { name: 'Ada', email: 'ada@app.example', password: 'correct horse battery' }
      const { headers, response } = await auth.api.signUpEmail({ body, returnHeaders: true })
      const cookies = headers.getSetCookie().map((line) => line.split(';')[0])
      return { id: response.user.id, headers: { cookie: cookies.join('; ') } }
    },
    forge: async () => ({ cookie: 'better-auth.session_token=forged.forged' }),
  }
}

const authJsLogin: Login = {
  authorize: authorizeByAuthJs(secret, false),
  async signIn() {
    const token = await encode({ token: { sub: 'ada' }, secret, salt: 'authjs.session-token' })
    return { id: 'ada', headers: { cookie: `authjs.session-token=${token}` } }
  },
  async forge() {
    const token = await encode({ token: { sub: 'ada' }, secret: 'another secret', salt: 'authjs.session-token' })
    return { cookie: `authjs.session-token=${token}` }
  },
}

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ engines: {} })
})
afterAll(() => server.close())

it.each([
  ['jose', () => jwtLogin({ issuer, audience })],
  ['jose without an audience', () => jwtLogin({ issuer })],
  ['Better Auth', betterAuthLogin],
  ['Auth.js', async () => authJsLogin],
])('%s identifies the visitor of the proxy', async (_name, prepare) => {
  const { authorize, signIn, forge } = await prepare()
  const visitors: (string | undefined)[] = []
  const handler = createProxyHandler({
    apiKey: server.apiKey,
    baseUrl: server.url,
    allow: endpoints.chat,
    authorize,
    onForward: ({ visitor }) => visitors.push(visitor),
  })
  const list = (headers: Record<string, string>) =>
    listModels(
      createClient({
        baseUrl: 'http://app.example/api/mira',
        fetch: (url, init) =>
          handler(new Request(url, { ...init, headers: { ...(init.headers as object), ...headers } })),
      }),
    )

  const { id, headers } = await signIn()
  expect((await list(headers)).data.length).toBeGreaterThan(0)
  expect(visitors).toEqual([id])
  for (const refused of [{}, await forge()]) {
    await expect(list(refused)).rejects.toSatisfy((error) => isMiraError(error) && error.status === 401)
  }
})
