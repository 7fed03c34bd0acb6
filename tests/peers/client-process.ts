// Measures one contestant in one scenario in a separate process: `client scenario units origin`. Prints the result; the
// parent then ends it.
import type { BenchClient } from './clients/client.ts'
import { contestants } from './clients/contestants.ts'

const [clientName = '', scenarioName = '', units = '1', origin = ''] = process.argv.slice(2)
const { scenarios } = await import('./scenarios/scenarios.ts')
const scenario = scenarios[scenarioName]
const contestant = contestants[clientName]
if (!scenario || !contestant) throw new Error(`There is no scenario ${scenarioName} or no contestant ${clientName}`)

const baseUrl = `${origin}/${scenario.reply(Number(units))}`
// Contestants have the skills that the scenario needs, and no others are used.
const open = async (): Promise<BenchClient> => (await contestant.load()).open(baseUrl) as BenchClient
console.log(JSON.stringify(await scenario.measure({ units: Number(units), baseUrl, open })))
