import type { Environment } from '../terminal.ts'

/** Proxy that the environment sets for an address. */
export interface Proxy {
  readonly variable: string
  /** Absent if the variable is not a URL. */
  readonly url: URL | undefined
  /** Whether Node uses it. */
  readonly isUsed: boolean
}

/** Returns the proxy for an address, by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; `undefined` if it is reached directly. */
export function findProxy({ protocol, hostname, port }: URL, env: Environment): Proxy | undefined {
  const names = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  const variable = names.find((name) => env[name])
  if (variable === undefined || isExcluded(`${hostname}`, port, env.no_proxy ?? env.NO_PROXY)) return undefined
  return { variable, url: parseUrl(env[variable] as string), isUsed: env.NODE_USE_ENV_PROXY === '1' }
}

function isExcluded(hostname: string, port: string, list = ''): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, host = entry, entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (entryPort !== undefined && entryPort !== port) return false
      if (host === '*') return true
      const suffix = host.replace(/^\*?\./, '')
      return hostname === suffix || hostname.endsWith(`.${suffix}`)
    })
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)
  } catch {
    return undefined
  }
}
