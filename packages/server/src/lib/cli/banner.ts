import { styleText } from 'node:util'
import type { RunningServer } from '../start-server.ts'
import { version } from '../version.ts'

/** Details of the banner besides the server itself. */
export interface BannerDetails {
  /** Location of the data. */
  readonly dataLocation: string
  /** One line per capability: its name, and its engine and kind. */
  readonly engines: readonly (readonly [capability: string, engine: string])[]
}

/** Formats the startup banner, which shows how to use the server. */
export function formatBanner(
  { url, apiKey, metricsUrl, control }: RunningServer,
  { dataLocation, engines }: BannerDetails,
): string {
  const rows = [
    ['Address', styleText('cyan', `${url}/v1`)],
    ['Key', apiKey ?? 'printed at the first start (or set MIRA_DEV_KEY)'],
    ...engines,
    ['Data', dataLocation],
    ['API description', `${url}/openapi.json`],
    ...(metricsUrl === undefined ? [] : [['Metrics', metricsUrl]]),
    ...(control === undefined ? [] : [['Control', `${control.url} with the token ${control.token}`]]),
  ]
  const width = Math.max(...rows.map(([name]) => name!.length))
  const lines = rows.map(([name, value]) => `  ${styleText('dim', name!.padEnd(width))}  ${value}`)
  return [`${styleText('bold', 'Mira server')} ${version}`, ...lines, ''].join('\n')
}
