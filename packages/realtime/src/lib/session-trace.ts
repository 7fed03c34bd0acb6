import { type Client, MiraError, type TaskEvent } from '@mira/core'
import { startTask, type Task } from '@mira/core/internal'
import type { RealtimeEvent, RealtimeEventMap } from './server-event.ts'

/** Reports a session, its responses and its tool calls as tasks to the hooks of the client, for tracing. */
export class SessionTrace {
  readonly #client: Client
  readonly #session: Task
  /** Responses in progress, by id. */
  readonly #responses = new Map<string, Task>()
  /** Responses of which nothing has been received. */
  readonly #silent = new Set<Task>()
  #model: string | undefined

  constructor(client: Client) {
    this.#client = client
    this.#session = startTask(client, { operation: 'realtime.session' })
  }

  /** Starts a task that is part of the session. */
  start(about: Omit<TaskEvent, 'observe' | 'url'>): Task {
    return this.#session.run(() => startTask(this.#client, about))
  }

  /** Processes an event of the server. */
  note(event: RealtimeEvent): void {
    const { type } = event
    if (type === 'session.created' || type === 'session.updated') this.#model = event.session?.model ?? this.#model
    else if (type === 'response.created') this.#startResponse(event.response.id)
    else if (type === 'response.done') this.#endResponse(event)
    else if (type.startsWith('response.') && type.endsWith('.delta'))
      this.#noteChunk((event as { response_id?: string }).response_id)
  }

  /** Reports a change of the connection. */
  noteState(name: string, error: unknown): void {
    this.#session.note({ name, error })
  }

  /** Ends the session, and with it the responses in progress. */
  end(error: unknown): void {
    for (const response of this.#responses.values()) response.end({ error })
    this.#session.end({ error })
  }

  #startResponse(id: string | undefined): void {
    if (id === undefined || this.#responses.has(id)) return
    const response = this.start({ operation: 'realtime.response', id, model: this.#model })
    this.#responses.set(id, response)
    this.#silent.add(response)
  }

  #noteChunk(id: string | undefined): void {
    const response = this.#responses.get(id ?? '')
    if (response && this.#silent.delete(response)) response.note({ name: 'first_chunk' })
  }

  #endResponse({ response }: RealtimeEventMap['response.done']): void {
    const { id = '', status } = response
    const task = this.#responses.get(id)
    this.#responses.delete(id)
    if (!task) return
    this.#silent.delete(task)
    const operation = 'realtime.response'
    const error =
      status === 'failed'
        ? new MiraError(`${operation}: the response failed`, { code: 'server_error', operation })
        : undefined
    task.end({ error, result: () => ({ object: 'realtime.response', ...response }) })
  }
}
