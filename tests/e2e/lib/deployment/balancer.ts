import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A server behind the balancer. */
export interface Backend {
  readonly url: string
}

/** A round-robin TCP load balancer over the servers that report ready. */
export interface Balancer extends AsyncDisposable {
  readonly url: string
  add(backend: Backend): void
  remove(backend: Backend): void
  /** Number of connections per server. */
  readonly served: ReadonlyMap<string, number>
}

const checkIntervalMs = 50

/** Starts a load balancer that polls `/ready` of every server, as production ones do. */
export async function startBalancer(): Promise<Balancer> {
  const backends = new Set<Backend>()
  const ready = new Set<Backend>()
  const served = new Map<string, number>()
  const sockets = new Set<Socket>()
  let turn = 0

  const check = async (backend: Backend) => {
    const isReady = await fetch(`${backend.url}/ready`, { headers: { connection: 'close' } }).then(
      async (answer) => answer.ok && (await answer.text()) !== '',
      () => false,
    )
    if (isReady && backends.has(backend)) ready.add(backend)
    else ready.delete(backend)
  }
  const timer = setInterval(() => {
    for (const backend of backends) void check(backend)
  }, checkIntervalMs)

  /** Returns the servers to try for a connection, in round-robin order. */
  const inTurn = () => {
    const able = [...(ready.size === 0 ? backends : ready)]
    turn += 1
    return able.map((_, index) => able[(turn + index) % able.length]!)
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    sockets.add(client)
    client.on('error', () => undefined).on('close', () => sockets.delete(client))
    join(client, inTurn())
  })

  /**
   * Connects to the first server that accepts the connection; nothing has been sent before, so the next one can be
   * tried.
   */
  function join(client: Socket, [backend, ...others]: readonly Backend[]): void {
    if (backend === undefined) return void client.destroy()
    const { hostname, port } = new URL(backend.url)
    const upstream = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    const refused = () => join(client, others)
    upstream.once('error', refused).once('connect', () => {
      upstream.off('error', refused)
      served.set(backend.url, (served.get(backend.url) ?? 0) + 1)
      couple(client, upstream)
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    add(backend) {
      backends.add(backend)
      ready.add(backend)
    },
    remove(backend) {
      backends.delete(backend)
      ready.delete(backend)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Pipes both sides; closing one closes the other, and a reset is forwarded as a reset. */
function couple(client: Socket, upstream: Socket): void {
  client.pipe(upstream)
  upstream.pipe(client)
  upstream.on('error', () => client.resetAndDestroy())
  client.on('error', () => upstream.destroy())
  client.on('close', () => upstream.destroy())
}
