import { randomBytes } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../context.ts'
import { controlPath } from '../control-path.ts'
import { controlAccess } from './control-access.ts'
import { addAccountRoutes } from './control-routes/accounts.ts'
import { addFaultRoutes } from './control-routes/faults.ts'
import { addFixtureRoutes } from './control-routes/fixtures.ts'
import { addRequestRoutes } from './control-routes/requests.ts'
import { addSnapshotRoutes } from './control-routes/snapshots.ts'
import { addStateRoutes } from './control-routes/state.ts'
import type { Emulator, EmulatorControl } from './emulator.ts'
import type { ControlOptions } from './emulator-options.ts'

/** Control API of an emulator. */
export class Control implements EmulatorControl {
  readonly token: string
  readonly #emulator: Emulator
  readonly #isExposed: boolean

  constructor(emulator: Emulator, { token = randomBytes(20).toString('hex'), isExposed = false }: ControlOptions) {
    this.#emulator = emulator
    this.token = token
    this.#isExposed = isExposed
  }

  /** Adds the routes to an application. */
  addRoutes(app: OpenAPIHono<AppEnv>, context: ServerContext): void {
    const scheme = { type: 'http', scheme: 'bearer', description: 'Token of the control API' } as const
    app.openAPIRegistry.registerComponent('securitySchemes', 'control', scheme)
    app.use(`${controlPath}*`, controlAccess({ token: this.token, isExposed: this.#isExposed }))
    const parts = { emulator: this.#emulator, context }
    for (const add of [
      addRequestRoutes,
      addFixtureRoutes,
      addFaultRoutes,
      addStateRoutes,
      addAccountRoutes,
      addSnapshotRoutes,
    ]) {
      add(app, parts)
    }
  }
}
