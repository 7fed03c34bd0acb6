import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postChat } from './check-route.ts'

/** A built app that is served. */
export interface ServedApp {
  /** Folder of the app. */
  readonly app: string
  readonly origin: string
  /** Path of the route that the page calls. */
  readonly route: string
}

/** Checks that the key is in nothing a visitor can get: the browser's files, the page, an API response. */
export async function checkKey({ app, origin, route }: ServedApp, key: string): Promise<string[]> {
  const shipped = readFiles(join(app, '.next/static'))
  const page = await readAll(await fetch(origin))
  const answer = await readAll(await postChat(origin))
  const seen = [...shipped, ['the page', page], ['an answer', answer]] as const
  return [
    // The searched files must be the build: the page's program contains the route.
    ...(shipped.some(([, text]) => text.includes(route)) ? [] : ['no file names the route']),
    ...(page.includes('Ask Mira') ? [] : [`the page is ${page}`]),
    ...seen.filter(([, text]) => text.includes(key)).map(([name]) => `the key is in ${name}`),
  ]
}

async function readAll(response: Response): Promise<string> {
  return JSON.stringify([response.status, ...response.headers]) + (await response.text())
}

function readFiles(folder: string): (readonly [path: string, text: string])[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name))
  return paths.map((path) => [path, readFileSync(path, 'latin1')])
}
