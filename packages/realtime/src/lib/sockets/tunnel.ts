import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'

/** Receives the connection, or the error if there is none. */
export type OnConnection = (error: Error | null, connection?: Duplex) => void

/**
 * Returns the proxy that the environment sets for a URL (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`, also in lower case), if
 * Node is to use it: `NODE_USE_ENV_PROXY=1`, as for `fetch`.
 */
export function proxyOf({ protocol, hostname, port }: URL): URL | undefined {
  if (process.env.NODE_USE_ENV_PROXY !== '1') return undefined
  const isSecure = protocol === 'wss:'
  const proxy = isSecure ? readVariable('https_proxy') : readVariable('http_proxy')
  const authority = `${hostname}:${port || (isSecure ? 443 : 80)}`
  const excluded = (readVariable('no_proxy') ?? '').toLowerCase().split(/[\s,]+/)
  const isExcluded = excluded.some((entry) => {
    const name = entry.replace(/^\*?\./, '')
    return (
      entry === '*' || (name !== '' && [hostname, authority].some((own) => own === name || own.endsWith(`.${name}`)))
    )
  })
  if (!proxy || isExcluded) return undefined
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`)
}

const readVariable = (name: string): string | undefined => process.env[name] ?? process.env[name.toUpperCase()]

/** Connects to a URL through a proxy, by `CONNECT` (RFC 9110 §9.3.6). */
export function openTunnel(proxy: URL, { protocol, hostname, port }: URL, onConnection: OnConnection): void {
  const isSecure = protocol === 'wss:'
  const authority = `${hostname}:${port || (isSecure ? 443 : 80)}`
  const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`)
  const request = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: {
      host: authority,
      ...(proxy.username && { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
  })
  request.once('connect', ({ statusCode }, connection) => {
    if (statusCode === 200) {
      const servername = hostname.replace(/^\[|\]$/g, '')
      return onConnection(null, isSecure ? connectTls({ socket: connection, servername }) : connection)
    }
    connection.destroy()
    onConnection(new Error(`The proxy ${proxy.origin} refuses to connect to ${authority} (HTTP ${statusCode})`))
  })
  request.once('error', onConnection)
  request.end()
}
