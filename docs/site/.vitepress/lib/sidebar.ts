import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { listDecisions } from './list-decisions.ts'

type Items = DefaultTheme.SidebarItem[]

const guides: Items = [
  {
    text: 'Getting started',
    items: [
      { text: 'Quick start', link: '/guide/quick-start' },
      { text: 'Features', link: '/guide/features' },
      { text: 'Comparison', link: '/peers' },
      { text: 'Migrating from openai', link: '/guide/from-openai' },
    ],
  },
  {
    text: 'Tutorials',
    items: [
      { text: 'Chat in a web page', link: '/guide/tutorial-web' },
      { text: 'Backend service', link: '/guide/tutorial-backend' },
      { text: 'Speech and realtime voice', link: '/guide/tutorial-voice' },
      { text: 'Test an application', link: '/guide/tutorial-testing' },
      { text: 'Evaluate for a team', link: '/guide/tutorial-team' },
    ],
  },
  {
    text: 'Text',
    items: [
      { text: 'Chat completions', link: '/guide/chat' },
      { text: 'Streaming', link: '/guide/streaming' },
      { text: 'Function calling', link: '/guide/function-calling' },
      { text: 'Structured output', link: '/guide/structured-output' },
      { text: 'Responses', link: '/guide/responses' },
      { text: 'Embeddings', link: '/guide/embeddings' },
      { text: 'Long answers', link: '/guide/long-answers' },
      { text: 'Agent runs', link: '/guide/agent-runs' },
    ],
  },
  {
    text: 'Media',
    items: [
      { text: 'Images', link: '/guide/images' },
      { text: 'Speech and transcription', link: '/guide/voice' },
      { text: 'Vision', link: '/guide/vision' },
      { text: 'Realtime voice', link: '/guide/realtime' },
      { text: 'Music and video', link: '/guide/jobs' },
      { text: 'Webhooks', link: '/guide/webhooks' },
    ],
  },
  {
    text: 'Client',
    items: [
      { text: 'Errors', link: '/guide/errors' },
      { text: 'Retries and timeouts', link: '/guide/retries' },
      { text: 'Uploads and downloads', link: '/guide/files' },
      { text: 'Browsers and proxies', link: '/guide/browser' },
      { text: 'Hooks and middleware', link: '/guide/extending' },
      { text: 'Testing', link: '/guide/testing' },
      { text: 'Browsers, runtimes and TypeScript', link: '/guide/compatibility' },
    ],
  },
  {
    text: 'Operation',
    items: [
      { text: 'Production', link: '/guide/production' },
      { text: 'Plans and API keys', link: '/guide/plans-and-keys' },
      { text: 'Account and billing', link: '/guide/account' },
      { text: 'Usage, cost and budgets', link: '/guide/usage-and-cost' },
      { text: 'Rate limits', link: '/guide/rate-limits' },
      { text: 'Fallback, hedging and caching', link: '/guide/fallback' },
      { text: 'Batches', link: '/guide/batches' },
      { text: 'OpenTelemetry', link: '/guide/opentelemetry' },
    ],
  },
  {
    text: 'Integrations',
    items: [
      { text: 'AI SDK', link: '/guide/ai-sdk' },
      { text: 'React', link: '/guide/react' },
      { text: 'MCP', link: '/guide/mcp' },
      { text: 'Command line', link: '/guide/command-line' },
    ],
  },
  {
    text: 'Frameworks and platforms',
    items: [
      { text: 'Frameworks', link: '/guide/frameworks' },
      { text: 'Serverless', link: '/guide/serverless' },
      { text: 'Import maps and CDN', link: '/guide/cdn' },
      { text: 'React Native', link: '/guide/react-native' },
      { text: 'Vue', link: '/guide/vue' },
      { text: 'Svelte', link: '/guide/svelte' },
      { text: 'LangChain, LlamaIndex and Mastra', link: '/guide/langchain' },
    ],
  },
  {
    text: 'Help',
    items: [
      { text: 'Troubleshooting', link: '/guide/troubleshooting' },
      { text: 'Support and versioning', link: '/guide/support' },
    ],
  },
]

const server: Items = [
  {
    text: 'Local server',
    items: [
      { text: 'Local server', link: '/guide/local-server' },
      { text: 'Real models', link: '/guide/real-models' },
      { text: 'Engines', link: '/guide/engines' },
      { text: 'Deployment', link: '/deployment' },
      { text: 'Security', link: '/security' },
      { text: 'Protocol', link: '/protocol' },
      { text: 'Glossary', link: '/glossary' },
    ],
  },
]

// The packages of the reference, and their entry points.
const { entryPoints }: { readonly entryPoints: readonly string[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../typedoc.json'), 'utf8'),
)
const entries = entryPoints.map((path) => /packages\/([^/]+)\/src\/([^/]+)\.ts$/.exec(path)?.slice(1) ?? [])

const reference: Items = [...new Set(entries.map(([name]) => name))].map((name) => ({
  text: `@mira/${name}`,
  link: `/reference/@mira/${name}`,
  items: entries
    .filter(([owner, entry]) => owner === name && entry !== 'index')
    .map(([, entry]) => ({ text: `@mira/${name}/${entry}`, link: `/reference/@mira/${name}/${entry}` })),
}))

/** Sidebar of each section of the site, by path prefix. */
export const sidebar: Readonly<Record<'/' | '/reference/' | '/decisions/', Items>> = {
  '/': [...guides, ...server],
  '/reference/': [{ text: 'Reference', link: '/reference/', items: reference }],
  '/decisions/': [{ text: 'Decisions', items: listDecisions(join(import.meta.dirname, '../../../decisions')) }],
}
