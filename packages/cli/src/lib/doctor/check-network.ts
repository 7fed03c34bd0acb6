import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { exitCodes } from '../exit-codes.ts'
import type { Environment } from '../terminal.ts'
import { type Check, failed, passed, skipped } from './check.ts'
import { findProxy } from './find-proxy.ts'

const timeoutMs = 10_000

/** Where a connection goes. */
interface Destination {
  readonly host: string
  readonly port: number
}

const destinationOf = ({ hostname, port, protocol }: URL): Destination => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port) || (protocol === 'https:' ? 443 : 80),
})

/** Checks the way to the server: proxy, name, connection, certificate. Ends at the first failure. */
export async function* checkNetwork(url: URL, env: Environment, signal: AbortSignal): AsyncGenerator<Check> {
  const proxy = findProxy(url, env)
  if (proxy?.isUsed) {
    yield proxy.url === undefined
      ? failed('Proxy', `${proxy.variable} is not a URL; set it to http://host:port`, exitCodes.network)
      : await checkConnection('Proxy', destinationOf(proxy.url), signal)
    yield skipped('DNS', 'the proxy resolves the name')
    return
  }
  yield passed(
    'Proxy',
    proxy === undefined ? 'none' : `${proxy.variable} is set but not used; set NODE_USE_ENV_PROXY=1 to use it`,
  )
  const destination = destinationOf(url)
  const name = await checkName(destination.host)
  yield name
  if (name.status === 'failed') return
  const connection = await checkConnection('Connection', destination, signal)
  yield connection
  if (connection.status === 'failed') return
  yield url.protocol === 'https:' ? await checkCertificate(destination, signal) : skipped('TLS', 'the address is http:')
}

async function checkName(host: string): Promise<Check> {
  if (isIP(host)) return passed('DNS', `${host} is an address`)
  try {
    const { address } = await lookup(host)
    return passed('DNS', `${host} is ${address}`)
  } catch (error) {
    const detail = `${host} has no address (${codeOf(error)}); check the name in the address, and the network`
    return failed('DNS', detail, exitCodes.network)
  }
}

async function checkConnection(name: string, { host, port }: Destination, signal: AbortSignal): Promise<Check> {
  const startedAt = performance.now()
  try {
    await open(connect({ host, port }), 'connect', signal)
    return passed(name, `${host}:${port} in ${Math.round(performance.now() - startedAt)} ms`)
  } catch (error) {
    signal.throwIfAborted()
    const code = codeOf(error)
    const advice =
      code === 'ECONNREFUSED'
        ? 'is the server running, and the port correct?'
        : 'check the network, and whether a firewall or a proxy is in the way'
    return failed(name, `${host}:${port} cannot be reached (${code}); ${advice}`, exitCodes.network)
  }
}

async function checkCertificate({ host, port }: Destination, signal: AbortSignal): Promise<Check> {
  try {
    const options = { host, port, ...(isIP(host) ? {} : { servername: host }) }
    const socket = connectTls(options)
    // Afterwards the socket is closed, and the certificate gone.
    const validity = once(socket, 'secureConnect').then(() => socket.getPeerCertificate().valid_to)
    validity.catch(() => undefined)
    await open(socket, 'secureConnect', signal)
    return passed('TLS', `the certificate is valid until ${await validity}`)
  } catch (error) {
    signal.throwIfAborted()
    const code = codeOf(error)
    const advice = /EXPIRED|NOT_YET_VALID/.test(code)
      ? 'check the clock of this machine'
      : 'if your organization inspects connections, set NODE_EXTRA_CA_CERTS to its certificate'
    return failed('TLS', `no trusted connection to ${host} (${code}); ${advice}`, exitCodes.network)
  }
}

/** Waits until a socket is open, and closes it. */
async function open(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  try {
    await once(socket, event, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) })
  } finally {
    // A late error, such as a reset, is of no interest.
    socket.on('error', () => {})
    socket.destroy()
  }
}

const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: string; name?: string }
  return name === 'AbortError' ? 'timeout' : (code ?? name ?? 'unknown')
}
