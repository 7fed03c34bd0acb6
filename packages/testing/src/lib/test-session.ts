import { randomUUID } from 'node:crypto'
import { formatRequests } from './format-requests.ts'
import { createMiraControl, type MiraControl } from './mira-control.ts'
import { type StartMiraOptions, startMira, toClientEnv } from './start-mira.ts'

/** Server of a test file, with the control of the current test. */
export interface MiraTest extends Omit<MiraControl, 'testId' | 'forTest'> {
  /** Base URL for clients of the vMira API. */
  readonly url: string
  /** API key whose requests belong to the current test. */
  readonly apiKey: string
  /** Id of the current test, for the header `x-mira-test-id`. */
  readonly testId: string
}

/** Server that tests share, found or started. */
interface SharedServer {
  readonly url: string
  readonly control: MiraControl
  close(): Promise<void>
}

/** Life cycle of the tests of a file, which each test runner drives by its hooks. */
export class TestSession {
  readonly #options: StartMiraOptions
  readonly #saved = new Map<string, string | undefined>()
  #server: SharedServer | undefined
  #apiKey: string | undefined
  #current: MiraControl | undefined

  constructor(options: StartMiraOptions = {}) {
    this.#options = options
  }

  /** Server and control of the current test, to return from `useMira`. */
  readonly mira: MiraTest = createMiraTest(this)

  get url(): string {
    return this.#server?.url ?? rejectEarly()
  }

  get apiKey(): string {
    return this.#apiKey ?? rejectEarly()
  }

  get current(): MiraControl {
    return this.#current ?? rejectEarly()
  }

  /** Before all tests: finds the server of `MIRA_CONTROL_URL` or starts one, and sets the environment of clients. */
  async start(): Promise<void> {
    const server = findServer() ?? (await startOwn(this.#options))
    this.#server = server
    this.#apiKey = (await server.control.forTest(randomUUID()).createKey()).key
    for (const [name, value] of Object.entries(toClientEnv(server.url, this.#apiKey))) {
      this.#saved.set(name, process.env[name])
      process.env[name] = value
    }
  }

  /** Before each test: begins a test of its own. */
  async begin(): Promise<void> {
    this.#current = this.#server!.control.forTest(randomUUID())
    await this.#server!.control.assignKey(this.apiKey, this.#current.testId!)
  }

  /**
   * After each test: forgets what belongs to it.
   *
   * @param failedName - Name of the test, if it has failed; its requests are printed.
   */
  async end(failedName: string | undefined): Promise<void> {
    const { current } = this
    if (failedName !== undefined) {
      const requests = await current.listRequests()
      process.stderr.write(`Requests of the failed test ${JSON.stringify(failedName)}:\n${formatRequests(requests)}\n`)
    }
    await current.reset()
  }

  /** After all tests: restores the environment and stops the server, if it was started here. */
  async stop(): Promise<void> {
    for (const [name, value] of this.#saved) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    await this.#server?.close()
  }
}

/** Returns the server that the environment names, as set by a global setup. */
function findServer(): SharedServer | undefined {
  const { MIRA_CONTROL_URL: url, MIRA_CONTROL_TOKEN: token } = process.env
  if (url === undefined || token === undefined) return undefined
  return { url: new URL(url).origin, control: createMiraControl({ url, token }), close: async () => undefined }
}

async function startOwn(options: StartMiraOptions): Promise<SharedServer> {
  const mira = await startMira(options)
  return { url: mira.url, control: mira, close: mira.close }
}

function rejectEarly(): never {
  throw new Error('useMira() provides the server in hooks and tests only: read its properties there')
}

/** Creates an object that always refers to the current test. */
function createMiraTest(session: TestSession): MiraTest {
  return {
    get url() {
      return session.url
    },
    get apiKey() {
      return session.apiKey
    },
    get testId() {
      return session.current.testId!
    },
    addFixtures: (...fixtures) => session.current.addFixtures(...fixtures),
    removeFixture: (id) => session.current.removeFixture(id),
    clearFixtures: () => session.current.clearFixtures(),
    addFaults: (...faults) => session.current.addFaults(...faults),
    clearFaults: () => session.current.clearFaults(),
    listRequests: (filter) => session.current.listRequests(filter),
    waitForRequests: (filter, options) => session.current.waitForRequests(filter, options),
    reset: () => session.current.reset(),
    saveSnapshot: (name) => session.current.saveSnapshot(name),
    restoreSnapshot: (name) => session.current.restoreSnapshot(name),
    createKey: (options) => session.current.createKey(options),
    topUp: (userId, amountKopecks) => session.current.topUp(userId, amountKopecks),
    advanceClock: (ms) => session.current.advanceClock(ms),
    assignKey: (key, testId) => session.current.assignKey(key, testId),
  }
}
