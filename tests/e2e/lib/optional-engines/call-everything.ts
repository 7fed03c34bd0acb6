import { startServer } from '@mira/server'
import { calls } from './calls.ts'

/** Response to one call: its status, and the error message if it failed. */
export interface CallOutcome {
  readonly status: number
  readonly detail: string | undefined
}

/** Outcome of one call per capability. */
export type Outcomes = Readonly<Record<string, CallOutcome>>

await using server = await startServer()
const outcomes: Record<string, CallOutcome> = {}
for (const [name, [path, init]] of Object.entries(calls)) {
  const headers = { ...(init?.headers as Record<string, string>), authorization: `Bearer ${server.apiKey}` }
  const answer = await fetch(server.url + path, { ...init, headers })
  const body = Buffer.from(await answer.arrayBuffer()).toString()
  outcomes[name] = { status: answer.status, detail: answer.ok ? undefined : JSON.parse(body).detail }
}
const { engines } = (await (await fetch(`${server.url}/health`)).json()) as { engines: object }
const models = (await (
  await fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${server.apiKey}` } })
).json()) as { data: { id: string }[] }
process.stdout.write(JSON.stringify({ outcomes, engines, models: models.data.map(({ id }) => id) }))
