import { isIP } from 'node:net'
import { checkCount } from '@mira/core/internal'
import type { McpServerOptions } from '../mcp-options.ts'

/** Options of {@link serveHttp}; all are optional. */
export interface McpHttpOptions extends McpServerOptions {
  /** Port to listen on; 0 selects a free one. Defaults to 3 112. */
  readonly port?: number | undefined
  /**
   * Address to listen on. Defaults to `127.0.0.1`. Other machines can connect to any address but a loopback one, which
   * requires `token`.
   */
  readonly host?: string | undefined
  /** Token that every request must have as `Authorization: Bearer …`, at least 16 characters. Defaults to none. */
  readonly token?: string | undefined
  /**
   * Host names, without port, by which clients may address the server, besides those of the loopback interface and
   * `host`. Requests with another `Host` header are refused, so that a web page cannot reach the server by DNS rebinding.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /**
   * Origins of web pages that may use the server, such as `https://app.example.com`. Defaults to none. Programs other
   * than browsers send no origin.
   */
  readonly allowedOrigins?: readonly string[] | undefined
  /**
   * Maximum number of sessions of clients that use a protocol version before 2026-07-28. A new one replaces the one that
   * was unused longest; if calls run in all of them, it is refused. Defaults to 64.
   */
  readonly maxSessions?: number | undefined
  /** Time after which an unused session ends, in milliseconds. Defaults to 3 600 000 (one hour). */
  readonly sessionIdleMs?: number | undefined
}

/** Validated options of the HTTP server. */
export interface HttpSettings {
  readonly port: number
  readonly host: string
  readonly token: string | undefined
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxSessions: number
  readonly sessionIdleMs: number
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']
const minTokenLength = 16

/**
 * Separates and validates the options of the HTTP server.
 *
 * @returns The settings, and the options of the MCP server.
 * @throws {TypeError | RangeError} when one is invalid, or the server could be used by anybody on the network.
 */
export function readHttpSettings(options: McpHttpOptions): { http: HttpSettings; server: McpServerOptions } {
  const {
    port = 3_112,
    host = '127.0.0.1',
    token,
    allowedHosts = [],
    allowedOrigins = [],
    maxSessions = 64,
    sessionIdleMs = 3_600_000,
    ...server
  } = options
  checkCount('port', port, { min: 0, max: 65_535 })
  checkCount('maxSessions', maxSessions, { min: 1, max: 100_000 })
  checkCount('sessionIdleMs', sessionIdleMs, { min: 1, max: 2 ** 31 - 1 })
  checkToken(host, token)
  const ownHost = isIP(host) === 6 ? `[${host}]` : host
  const hosts = [...loopbackHosts, ownHost, ...[allowedHosts].flat()]
  const origins = [allowedOrigins].flat().map(checkOrigin)
  return {
    http: { port, host, token, allowedHosts: hosts, allowedOrigins: origins, maxSessions, sessionIdleMs },
    server,
  }
}

function checkToken(host: string, token: string | undefined): void {
  if (token !== undefined) {
    if (typeof token === 'string' && token.length >= minTokenLength && !/\s/.test(token)) return
    throw new TypeError(`token must have at least ${minTokenLength} characters and no white space`)
  }
  if (host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))) return
  throw new TypeError(`host ${host} can be reached by other machines, which could spend the balance: set a token`)
}

function checkOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new TypeError(`allowedOrigins must contain origins such as https://app.example.com, not ${origin}`)
}
