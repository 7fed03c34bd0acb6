import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AudioDecoder, TurnDetector } from '@mira/engine'
import type { MiddlewareHandler } from 'hono'
import type { Call } from './call.ts'
import type { CallScope } from './call-scope.ts'
import type { AppEnv, ServerContext } from './context.ts'
import type { ServerEngines } from './engines/server-engines.ts'
import type { FaultPlan } from './http/fault-plan.ts'
import type { Catalog } from './inference/catalog.ts'
import type { EngineRegistry } from './inference/engines.ts'
import type { AdmittedSession } from './realtime/admit-session.ts'
import type { RecognizerLeases } from './realtime/recognizer-pool.ts'
import type { JobKind } from './store/job-records.ts'

/** Request as the emulator records it. */
export interface EmulatedRequest {
  readonly requestId: string
  readonly method: string
  readonly url: URL
  /** Headers with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
}

/** Engines of a realtime session that answer from fixtures first. */
export interface EmulatedSessionEngines {
  readonly admitted: AdmittedSession
  readonly pool: RecognizerLeases
}

/** Emulator of a server: fixtures before its engines, faults, a journal and a control API. Loaded only if enabled. */
export interface Emulation {
  /** Clock of the server, which the control API can advance. */
  readonly now: () => number
  /** Token of the control API, if it is enabled. */
  readonly controlToken: string | undefined
  /** @param configured - Engines of the options; the others are local ones. */
  emulateEngines(registry: EngineRegistry, configured: ServerEngines | undefined): EngineRegistry
  emulateCatalog(catalog: Catalog): Catalog
  emulateDecoder(decoder: AudioDecoder): AudioDecoder
  /** Creates a turn detector; without the audio engine package, one that measures loudness. */
  createTurnDetector(): Promise<TurnDetector>
  /** Records requests and sets their `scope`. */
  readonly middleware: MiddlewareHandler<AppEnv>
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
  /** Records an event of a session. */
  recordEvent(requestId: string, direction: 'received' | 'sent', event: unknown): void
  /** Puts fixtures before the engines of a session. */
  emulateSession(scope: CallScope, engines: EmulatedSessionEngines): EmulatedSessionEngines
  /** Adds the routes of the control API, if it is enabled. */
  addRoutes(app: OpenAPIHono<AppEnv>, context: ServerContext): void
  /** Stops watching files. */
  close(): void
}
