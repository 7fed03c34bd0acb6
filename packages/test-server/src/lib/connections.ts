import type { Socket } from 'node:net'
import { Connection } from './connection.ts'
import { type DeadlineOptions, withDeadline } from './deadline.ts'

/** All open client connections, and the total number accepted. */
export class Connections {
  readonly #open = new Map<Socket, Connection>()
  #accepted = 0

  get openCount(): number {
    return this.#open.size
  }

  get acceptedCount(): number {
    return this.#accepted
  }

  accept(socket: Socket): void {
    this.#accepted += 1
    this.#open.set(socket, new Connection(this.#accepted, socket))
    socket.once('close', () => this.#open.delete(socket))
  }

  /** Returns the connection of an accepted socket that is still open. */
  of(socket: Socket): Connection | undefined {
    return this.#open.get(socket)
  }

  /** Resolves when no connection is open, including those opened in the meantime. */
  async allClosed(options: DeadlineOptions): Promise<void> {
    await withDeadline(
      this.#drained(),
      () => `${this.openCount} connection(s) still open: ${this.#describe()}`,
      options,
    )
  }

  closeAll(): void {
    for (const socket of this.#open.keys()) socket.destroy()
  }

  async #drained(): Promise<void> {
    while (this.#open.size > 0) await Promise.all([...this.#open.values()].map(({ closed }) => closed))
  }

  #describe(): string {
    return [...this.#open.values()].map(({ id, activity }) => `#${id} ${activity}`).join('; ')
  }
}
