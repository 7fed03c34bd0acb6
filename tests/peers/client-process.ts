// One contestant in one scenario, in a process of its own: `client scenario units origin`. Prints what it measured, and is ended then.
import type { BenchClient } from './clients/client.ts'
import { contestants } from './clients/contestants.ts'

const [clientName = '', scenarioName = '', units = '1', origin = ''] = process.argv.slice(2)
const { scenarios } = await import('./scenarios/scenarios.ts')
const scenario = scenarios[scenarioName]
const contestant = contestants[clientName]
if (!scenario || !contestant) throw new Error(`There is no scenario ${scenarioName} or no contestant ${clientName}`)

const baseUrl = `${origin}/${scenario.reply(Number(units))}`
// Who takes part has what the scenario needs, and no more is used of it.
const open = async (): Promise<BenchClient> => (await contestant.load()).open(baseUrl) as BenchClient
console.log(JSON.stringify(await scenario.measure({ units: Number(units), baseUrl, open })))
