import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AudioDecoder } from '@mira/engine'
import type { Env, MiddlewareHandler } from 'hono'
import type { KeyGuard } from './accounts/key-guard.ts'
import type { Call } from './call.ts'
import type { CallScope } from './call-scope.ts'
import type { ServerEngines } from './engines/server-engines.ts'
import type { Fault, FaultPlan } from './http/fault-plan.ts'
import type { Catalog } from './inference/catalog.ts'
import type { EngineRegistry } from './inference/engines.ts'
import type { AdmittedSession } from './realtime/admitted-session.ts'
import type { RecognizerLeases } from './realtime/recognizer-pool.ts'
import type { Upgrade } from './realtime/upgrade.ts'
import type { JobKind } from './store/job-records.ts'

/** Request as the emulator records it. */
export interface EmulatedRequest {
  readonly requestId: string
  readonly method: string
  readonly url: URL
  /** Headers with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
}

/** Record of the events of sessions. */
export interface EventRecorder {
  /** Records an event of a session. */
  recordEvent(requestId: string, direction: 'received' | 'sent', event: unknown): void
}

/** Upgrade request to a WebSocket. */
export interface EmulatedUpgrade extends Upgrade {
  readonly scope: CallScope
  readonly emulator: EventRecorder
  /** Fault of the connection, if any. */
  readonly fault: Fault | undefined
  /** @throws {ApiError} 401 without a valid key of this server. */
  authenticate(): Promise<unknown>
  /** Called when the socket is open. */
  onOpen(): void
}

/** Engines of a realtime session that answer from fixtures first. */
export interface EmulatedSessionEngines {
  readonly admitted: AdmittedSession
  readonly pool: RecognizerLeases
}

/**
 * Emulator of a server: fixtures before its engines, faults, a journal and a control API. Loaded only if enabled. The
 * parameters are the environment of routes and the components of the server, which refer to the emulator.
 */
export interface Emulation<AppEnv extends Env, Context> extends EventRecorder {
  /** Clock of the server, which the control API can advance. */
  readonly now: () => number
  /** Token of the control API, if it is enabled. */
  readonly controlToken: string | undefined
  /** @param configured - Engines of the options; the others are local ones. */
  emulateEngines(registry: EngineRegistry, configured: ServerEngines | undefined): EngineRegistry
  emulateCatalog(catalog: Catalog): Catalog
  emulateDecoder(decoder: AudioDecoder): AudioDecoder
  /** Records requests and sets their `scope`. */
  readonly middleware: MiddlewareHandler<AppEnv>
  /** Middleware before all others: sends recorded and relayed responses without the headers that this server adds. */
  readonly restoreHeaders: MiddlewareHandler<AppEnv>
  /** Creates the middleware that answers from recorded exchanges, or from the upstream that is being recorded. */
  answerExchanges(context: { readonly keyGuard: KeyGuard }): MiddlewareHandler<AppEnv>
  /**
   * Answers an upgrade from a recorded socket, or from the upstream that is being recorded. Resolves with true when the
   * socket is closed, or with false if the upgrade is left to the server.
   */
  answerUpgrade(upgrade: EmulatedUpgrade): Promise<boolean>
  /** Closes the sockets of {@link answerUpgrade}. */
  closeSockets(): Promise<void>
  /** Plan of the faults that were added at run time. */
  readonly faultPlan: FaultPlan
  /**
   * Finds the fixture of a new job. Returns fields to store with its request.
   *
   * @throws {ApiError} the error of the fixture; 404 without a fixture if the emulator is strict.
   */
  admitJob(call: Call, kind: JobKind, request: object): Promise<object>
  /** Starts the record of a request and returns its scope. */
  begin(request: EmulatedRequest): CallScope
  /** Records the status of a response without a body, or the end of a session. */
  end(requestId: string, outcome: { readonly status?: number; readonly isComplete: boolean }): void
  /** Puts fixtures before the engines of a session. */
  emulateSession(scope: CallScope, engines: EmulatedSessionEngines): EmulatedSessionEngines
  /** Adds the routes of the control API, if it is enabled. */
  addRoutes(app: OpenAPIHono<AppEnv>, context: Context): void
  /** Stops watching files, and resolves when the recordings that have begun are written. */
  close(): Promise<void>
}
