import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Playground } from '@mira/playground'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import type { ServerContext } from '../context.ts'
import { isLoopback } from '../is-loopback.ts'
import type { ServerOptions } from '../options.ts'

/** Options of {@link servePlayground}. */
export type PlaygroundSettings = Pick<ServerOptions, 'playground' | 'publicUrl' | 'trustedProxies'>

/**
 * Lets the page of the package `@mira/playground` answer before the server, to callers on this machine. The page acts with a
 * key that is valid while this process runs.
 *
 * @returns Whether it does: the package is installed, and only programs on this machine can connect.
 */
export async function servePlayground(
  server: Server,
  { apiKeys, logger }: Pick<ServerContext, 'apiKeys' | 'logger'>,
  { playground = false, publicUrl, trustedProxies = [] }: PlaygroundSettings,
): Promise<boolean> {
  const { address } = server.address() as AddressInfo
  // Behind a proxy, anyone who reaches it would act as the owner.
  if (!playground || !isLoopback(address) || publicUrl !== undefined || trustedProxies.length > 0) return false
  const apiKey = generateApiKey()
  const page = await load(apiKey, logger)
  if (page === undefined) return false
  await apiKeys.adopt(apiKey, ownerId, 'Playground')
  putFirst(server, page)
  return true
}

/** Returns undefined if the package is not installed, or not complete. */
async function load(apiKey: string, logger: ServerContext['logger']): Promise<Playground | undefined> {
  try {
    const { createPlayground } = await import('@mira/playground')
    return createPlayground({ apiKey })
  } catch (err) {
    const isAbsent = (err as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    if (!isAbsent) logger.warn({ err }, 'the playground could not be loaded')
    return undefined
  }
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void
type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

function putFirst(server: Server, page: Playground): void {
  const answer = server.listeners('request') as RequestListener[]
  const connect = server.listeners('upgrade') as UpgradeListener[]
  server.removeAllListeners('request').removeAllListeners('upgrade')
  server.on('request', (request, response) => {
    if (page.handle(request, response)) return
    for (const listener of answer) listener(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (page.upgrade(request, socket, head)) return
    for (const listener of connect) listener(request, socket, head)
  })
}
