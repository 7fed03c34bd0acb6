// Tables of the documents, by name. Each is a function of the document, to which its links are relative.
import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { ceilings, maxInstallMiB } from '../tests/size/ceilings.ts'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const { bundleKiB, installMiB, results } = readJson('docs/data/figures.json')
const { devDependencies } = readJson('tests/size/package.json')
const endpoints = readJson('docs/data/endpoints.json')

const limitOf = (program) => ceilings.find((ceiling) => ceiling.program === program).maxGzipKiB
const versionOf = (name) => `${name} ${devDependencies[name].split('.').slice(0, 2).join('.')}`

/** Markdown tables by name. */
export const tables = {
  sizes: () => {
    const peer = (name, title, ...programs) => [
      title,
      ...programs.map((program) => bundleKiB[program] ?? ''),
      installMiB[name],
    ]
    const own = [
      limitOf('mira-chat'),
      limitOf('mira-job'),
      limitOf('mira-realtime'),
      `${maxInstallMiB}, all client packages`,
    ]
    return formatTable(
      ['', 'one chat call, KiB', 'one job, KiB', 'a socket, KiB', 'install, MiB'],
      [
        ['**mira**, at most', ...own],
        peer('openai', versionOf('openai'), 'openai-chat', '', ''),
        peer('@anthropic-ai/sdk', versionOf('@anthropic-ai/sdk'), 'anthropic-chat', '', ''),
        peer('ai', `${versionOf('ai')} with a provider`, 'ai-chat', '', ''),
        peer('@mistralai/mistralai', versionOf('@mistralai/mistralai'), 'mistral-chat', '', ''),
        peer('@fal-ai/client', versionOf('@fal-ai/client'), '', 'fal-job', ''),
        peer('replicate', `${versionOf('replicate')} (no delays between retries)`, '', 'replicate-job', ''),
        peer(
          '@supabase/realtime-js',
          `${versionOf('@supabase/realtime-js')} (messages, no audio)`,
          '',
          '',
          'supabase-channel',
        ),
        peer('ky', versionOf('ky'), 'ky-chat', '', ''),
      ],
    )
  },
  endpoints: (document) =>
    formatTable(
      ['Endpoint', 'Method', 'Function', 'Package'],
      endpoints.map(({ endpoint, method, function: name, package: area, guide }) => [
        `[\`${endpoint}\`](${linkTo(document, `docs/site/guide/${guide}`)})`,
        method ? `\`mira.${method}\`` : '',
        `\`${name}\``,
        `[\`@mira/${area}\`](${linkTo(document, `packages/${area}`)})`,
      ]),
    ),
  ...Object.fromEntries(Object.entries(results).map(([name, { head, rows }]) => [name, () => formatTable(head, rows)])),
}

function linkTo(document, target) {
  const path = relative(dirname(document), target)
  return path.startsWith('.') ? path : `${document.includes('/') ? './' : ''}${path}`
}

function formatTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
