import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postChat } from './check-route.ts'

/** Where the key is of all that a visitor can get: the files for the browser, the page, an answer of the API. */
export async function checkKey(app: string, origin: string, key: string): Promise<string[]> {
  const shipped = readFiles(join(app, '.next/static'))
  const page = await readAll(await fetch(origin))
  const answer = await readAll(await postChat(origin))
  const seen = [...shipped, ['the page', page], ['an answer', answer]] as const
  return [
    // What is searched has to be what was built: the program of the page names the route.
    ...(shipped.some(([, text]) => text.includes('/api/mira')) ? [] : ['no file names the route']),
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
