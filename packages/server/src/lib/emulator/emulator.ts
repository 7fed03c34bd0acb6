import { AsyncLocalStorage } from 'node:async_hooks'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AudioDecoder } from '@mira/engine'
import type { MiddlewareHandler } from 'hono'
import type { Call } from '../call.ts'
import type { CallScope } from '../call-scope.ts'
import type { AppEnv, ServerContext, ServerEmulation } from '../context.ts'
import type { EmulatedRequest, EmulatedSessionEngines, EmulatedUpgrade } from '../emulation.ts'
import type { ServerEngines } from '../engines/server-engines.ts'
import type { FaultPlan } from '../http/fault-plan.ts'
import { normalizePath } from '../http/request-path.ts'
import type { Catalog } from '../inference/catalog.ts'
import type { EngineRegistry } from '../inference/engines.ts'
import type { Logger } from '../logger.ts'
import type { JobKind } from '../store/job-records.ts'
import { emulateCatalog } from './emulate-catalog.ts'
import { emulateDecoder } from './emulate-decoder.ts'
import { emulateEngines } from './emulate-engines.ts'
import { admitEmulatedJob } from './emulated-jobs.ts'
import { EmulatedSession } from './emulated-session.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import { FaultBook, readApiKey } from './fault-book.ts'
import type { Fixture } from './fixture.ts'
import { FixtureAnswers } from './fixture-answers.ts'
import { FixtureBook } from './fixture-book.ts'
import { Journal } from './journal.ts'
import { maskHeaders, maskSecrets } from './mask-secrets.ts'
import { recordRequests } from './record-requests.ts'
import { answerExchanges, type Recording, restoreHeaders } from './recording/exchange-front.ts'
import { openRecording } from './recording/open-recording.ts'
import { RecordingBook } from './recording/recording-book.ts'
import { SocketExchanges } from './recording/socket-exchanges.ts'
import type { ReplayOptions } from './recording/timeline.ts'
import { Snapshots } from './snapshots.ts'
import { TestKeys } from './test-keys.ts'
import type { WatchedFixtures } from './watch-fixtures.ts'

/** Header with the test that a request belongs to. */
export const testIdHeader = 'x-mira-test-id'

const maxTestIdLength = 200

/** Parts of {@link Emulator} besides its options. */
export interface EmulatorParts {
  readonly logger: Logger
  readonly now: () => number
  /** Fixtures in code. */
  readonly code: readonly Fixture[]
}

/** Control API of an emulator. */
export interface EmulatorControl {
  readonly token: string
  /** Adds the routes to an application. */
  addRoutes(app: OpenAPIHono<AppEnv>, context: ServerContext): void
}

/** Emulator of a server. */
export class Emulator implements ServerEmulation {
  readonly book: FixtureBook
  readonly answers: FixtureAnswers
  readonly faults = new FaultBook()
  readonly journal: Journal
  /** API keys that were created for tests. */
  readonly testKeys = new TestKeys()
  /** Scope of the request that is being handled. */
  readonly scopes = new AsyncLocalStorage<CallScope>()
  readonly snapshots = new Snapshots(this)
  readonly watched: WatchedFixtures[] = []
  readonly recordings = new RecordingBook()
  readonly replay: ReplayOptions
  readonly recording: Recording | undefined
  readonly middleware: MiddlewareHandler<AppEnv>
  readonly restoreHeaders: MiddlewareHandler<AppEnv> = restoreHeaders
  readonly #sockets: SocketExchanges
  readonly #now: () => number
  /** Time by which the clock is ahead, in milliseconds. */
  clockOffsetMs = 0
  /** Control API, if it is enabled. */
  control: EmulatorControl | undefined

  constructor(options: EmulatorOptions, parts: EmulatorParts) {
    const { strict = false, pacing = {}, journal, replay = {}, record } = options
    this.#now = parts.now
    this.replay = replay
    this.recording = record && openRecording(record, parts.logger)
    this.book = new FixtureBook(parts.code)
    this.journal = new Journal(journal)
    this.answers = new FixtureAnswers(this.book, {
      isStrict: strict,
      pacing,
      onMatch: (requestId, { name }) => this.journal.update(requestId, { fixture: name }),
    })
    this.#sockets = new SocketExchanges(this)
    this.middleware = recordRequests(this)
  }

  readonly now = (): number => this.#now() + this.clockOffsetMs

  get controlToken(): string | undefined {
    return this.control?.token
  }

  emulateEngines(registry: EngineRegistry, configured?: ServerEngines): EngineRegistry {
    return emulateEngines(registry, { answers: this.answers, configured })
  }

  emulateCatalog(catalog: Catalog): Catalog {
    return emulateCatalog(catalog, this.book, () => this.scopes.getStore())
  }

  emulateDecoder(decoder: AudioDecoder): AudioDecoder {
    return emulateDecoder(decoder, this.book)
  }

  readonly faultPlan: FaultPlan = (request) => {
    const fault = this.faults.find(request, this.#testOf(request.headers))
    if (fault !== undefined) this.journal.update(request.requestId, { fault })
    return fault
  }

  async admitJob({ scope, endpoint }: Call, kind: JobKind, request: object): Promise<object> {
    if (scope === undefined) return {}
    return admitEmulatedJob(this.answers, kind, { scope: { ...scope, endpoint }, request })
  }

  begin({ requestId, method, url, headers }: EmulatedRequest): CallScope {
    const testId = this.#testOf(headers)
    const path = normalizePath(url.pathname)
    const query = url.search === '' ? undefined : maskSecrets(url.search.slice(1))
    this.journal.add({ id: requestId, at: this.now(), testId, method, path, query, headers: maskHeaders(headers) })
    const model = url.searchParams.get('model') ?? undefined
    return { requestId, endpoint: path, testId, headers, requestedModel: () => model }
  }

  end(requestId: string, { status, isComplete }: Parameters<ServerEmulation['end']>[1]): void {
    const entry = this.journal.get(requestId)
    if (entry === undefined) return
    const state = isComplete ? 'finished' : 'aborted'
    this.journal.update(requestId, {
      state,
      durationMs: this.now() - entry.at,
      ...(status === undefined ? {} : { status }),
    })
  }

  recordEvent(requestId: string, direction: 'received' | 'sent', event: unknown): void {
    const at = this.journal.get(requestId)?.at ?? 0
    this.journal.addEvent(requestId, { direction, atMs: this.now() - at, event })
  }

  emulateSession(scope: CallScope, engines: EmulatedSessionEngines): EmulatedSessionEngines {
    return new EmulatedSession(this.answers, scope).emulate(engines)
  }

  addRoutes(app: OpenAPIHono<AppEnv>, context: ServerContext): void {
    this.control?.addRoutes(app, context)
  }

  answerExchanges(context: Pick<ServerContext, 'keyGuard'>): MiddlewareHandler<AppEnv> {
    return answerExchanges(this, context)
  }

  answerUpgrade(upgrade: EmulatedUpgrade): Promise<boolean> {
    return this.#sockets.answer(upgrade)
  }

  closeSockets(): Promise<void> {
    return this.#sockets.close()
  }

  /** Forgets what was added at run time for one test, or for all, and the journal. */
  reset(testId?: string): void {
    this.book.reset(testId)
    this.faults.reset(testId)
    this.journal.reset(testId)
    this.recordings.reset(testId)
    if (testId === undefined) this.clockOffsetMs = 0
  }

  async close(): Promise<void> {
    for (const files of this.watched) files.close()
    await this.recording?.recorder.settled()
  }

  #testOf(headers: Readonly<Record<string, string>>): string | undefined {
    const given = headers[testIdHeader]
    if (given !== undefined && given !== '') return given.slice(0, maxTestIdLength)
    const key = readApiKey(headers)
    return key === undefined ? undefined : this.testKeys.testOf(key)
  }
}
