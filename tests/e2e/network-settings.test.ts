import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as forward } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, it } from 'vitest'

// A company's proxy and certificate, set by the environment as the guide on production says.

const models = JSON.stringify({ object: 'list', data: [{ id: 'mira', object: 'model' }] })
const program = `
import { createClient } from '@mira/core'
import { listModels } from '@mira/chat'
try {
  const client = createClient({ apiKey: 'key', retry: false })
  for (let call = 1; call <= 2; call += 1) console.log((await listModels(client)).data[0].id)
} catch (error) {
  console.log(error.code, error.message)
}`

let folder: string
let api: Server
let secureApi: Server
let proxy: Server
const proxied: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-network-'))
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  })
  await writeFile(join(folder, 'company.pem'), pems.cert)
  api = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(models))
  secureApi = createSecureServer({ key: pems.private, cert: pems.cert }, (_request, response) =>
    response.setHeader('content-type', 'application/json').end(models),
  )
  proxy = createServer((incoming, outgoing) => {
    proxied.push(`${incoming.method} ${incoming.url}`)
    const onward = forward(incoming.url ?? '', { method: incoming.method ?? 'GET' }, (answer) => answer.pipe(outgoing))
    incoming.pipe(onward)
  })
  // Node connects through the proxy by CONNECT also for http.
  proxy.on('connect', (request, socket) => {
    proxied.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await Promise.all([api, secureApi, proxy].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')))
})
afterAll(async () => {
  for (const server of [api, secureApi, proxy]) server.close()
  await rm(folder, { recursive: true, force: true })
})

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function run(env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['--conditions=@mira/source', '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, ...env },
  })
  return stdout.trim()
}

it('trusts the certificate of NODE_EXTRA_CA_CERTS', async () => {
  const MIRA_BASE_URL = `https://localhost:${portOf(secureApi)}`
  expect(await run({ MIRA_BASE_URL, NODE_EXTRA_CA_CERTS: join(folder, 'company.pem') })).toBe('mira\nmira')
  expect(await run({ MIRA_BASE_URL })).toMatch(/^connection_failed .*SELF_SIGNED/)
})

it('uses the proxy of HTTP_PROXY with NODE_USE_ENV_PROXY, and not for the hosts of NO_PROXY', async () => {
  const MIRA_BASE_URL = `http://127.0.0.1:${portOf(api)}`
  const env = { MIRA_BASE_URL, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}` }
  await run(env)
  expect(proxied.length).toBeGreaterThan(0)
  const before = proxied.length
  expect(await run({ ...env, NO_PROXY: '127.0.0.1' })).toBe('mira\nmira')
  expect(proxied.length).toBe(before)
})
