import { styleText } from 'node:util'
import type { RecordOptions } from '../emulator/recording/target.ts'
import type { RunningServer } from '../start-server.ts'
import { version } from '../version.ts'
import { quoteArgument } from './quote-argument.ts'

/** Details of the banner besides the server itself. */
export interface BannerDetails {
  /** Location of the data. */
  readonly dataLocation: string
  /** Command that prints a new API key. */
  readonly createKey: string
  /** One line per capability: its name, and its engine and kind. */
  readonly engines: readonly (readonly [capability: string, engine: string])[]
  /** API that is being recorded, if any. */
  readonly record?: RecordOptions | undefined
}

/** Formats the startup banner, which shows how to use the server. */
export function formatBanner(
  server: RunningServer,
  { dataLocation, createKey, engines, record }: BannerDetails,
): string {
  const { url, apiKey, metricsUrl, playgroundUrl, control } = server
  const rows = [
    ['Address', styleText('cyan', `${url}/v1`)],
    ['Key', apiKey ?? `printed at the first start only; create another: ${createKey}`],
    ...(record === undefined ? [] : [['Recording', `${record.target} to ${record.out}`]]),
    ...engines,
    ['Data', dataLocation],
    ...(playgroundUrl === undefined ? [] : [['Playground', playgroundUrl]]),
    ['API description', `${url}/openapi.json`],
    ...(metricsUrl === undefined ? [] : [['Metrics', metricsUrl]]),
    ...(control === undefined ? [] : [['Control', `${control.url} with the token ${control.token}`]]),
  ]
  const width = Math.max(...rows.map(([name]) => name!.length))
  const lines = rows.map(([name, value]) => `  ${styleText('dim', name!.padEnd(width))}  ${value}`)
  return [`${styleText('bold', 'Mira server')} ${version}`, ...lines, '', ...formatExports(server), ''].join('\n')
}

/** Formats the environment variables of clients as lines to paste into a shell. */
function formatExports({ url, apiKey, control }: RunningServer): string[] {
  const variables = {
    MIRA_BASE_URL: url,
    MIRA_API_KEY: apiKey,
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: apiKey,
    MIRA_CONTROL_URL: control?.url,
    MIRA_CONTROL_TOKEN: control?.token,
  }
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}=${quoteArgument(value)}`],
  )
}
