// One contestant in one scenario, in a process of its own: `client scenario units origin`. Prints what it measured, and is ended then.
import type { LoadClient, Scenario } from './scenarios/scenario.ts'

// Loaded only when asked for: what a contestant costs to import is part of what is measured.
const clients: Readonly<Record<string, LoadClient>> = {
  socket: () => import('./clients/socket.ts'),
  'node:http': () => import('./clients/node-http.ts'),
  fetch: () => import('./clients/fetch.ts'),
  openai: () => import('./clients/openai.ts'),
  parser: () => import('./clients/eventsource-parser.ts'),
  anthropic: () => import('./clients/anthropic.ts'),
  ai: () => import('./clients/ai.ts'),
  mira: () => import('./clients/mira.ts'),
}

const [clientName = '', scenarioName = '', units = '1', origin = ''] = process.argv.slice(2)
const { scenarios } = await import('./scenarios/scenarios.ts')
const scenario: Scenario | undefined = scenarios[scenarioName]
const load = clients[clientName]
if (!scenario || !load) throw new Error(`There is no scenario ${scenarioName} or no contestant ${clientName}`)

const baseUrl = `${origin}/${scenario.reply(Number(units))}`
const value = await scenario.measure({ units: Number(units), baseUrl, open: async () => (await load()).open(baseUrl) })
console.log(JSON.stringify(value))
