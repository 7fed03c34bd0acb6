import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { ArrivalLog } from '../arrival-log.ts'
import type { DeadlineOptions } from '../deadline.ts'
import { ChaosConnection } from './chaos-connection.ts'
import type { ChaosRule } from './chaos-rule.ts'

/** Options for {@link startChaosProxy}. */
export interface ChaosProxyOptions {
  /** URL of the target server; only its host and port are used. */
  target: string
  /** One rule for all connections, or a list used in order, whose last rule repeats. Defaults to no faults. */
  script?: ChaosRule | readonly ChaosRule[] | undefined
}

/** A TCP proxy that injects faults. Created by {@link startChaosProxy}. */
export interface ChaosProxy extends AsyncDisposable {
  /** URL of the target, with the address of the proxy. */
  readonly url: string
  /** All connections so far, open or closed. */
  readonly connections: readonly ChaosConnection[]
  /** Resolves with the first connection not returned by an earlier call. */
  nextConnection(options?: DeadlineOptions): Promise<ChaosConnection>
  /** Drops all connections and closes the listening socket. */
  close(): Promise<void>
}

/**
 * Starts a proxy that operates on raw bytes, below HTTP and WebSocket.
 *
 * @returns The proxy, listening on a free port of 127.0.0.1. Dispose of it with `await using`.
 */
export async function startChaosProxy({ target, script = {} }: ChaosProxyOptions): Promise<ChaosProxy> {
  const log = new ArrivalLog<ChaosConnection>('Connection')
  const rules = [script].flat()
  const server = createServer((client) => {
    const connection = new ChaosConnection(log.items.length + 1, { client, server: connectTo(new URL(target)) })
    log.add(connection)
    void connection.run(rules[Math.min(log.items.length, rules.length) - 1] ?? {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => closeProxy(server, log.items)
  return {
    url: throughPort(target, (server.address() as AddressInfo).port),
    connections: log.items,
    nextConnection: (options = {}) => log.next(options),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function connectTo({ hostname, port }: URL): Socket {
  return connect({ host: hostname, port: Number(port) })
}

function throughPort(target: string, port: number): string {
  return target.replace(new URL(target).host, `127.0.0.1:${port}`)
}

async function closeProxy(server: Server, connections: readonly ChaosConnection[]): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  for (const connection of connections) connection.drop()
  await closed
}
