import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { listDecisions } from './list-decisions.ts'

type Items = DefaultTheme.SidebarItem[]

const guides: Items = [
  {
    text: 'Begin',
    items: [
      { text: 'Quick start', link: '/guide/quick-start' },
      { text: 'Coming from openai', link: '/guide/from-openai' },
    ],
  },
  {
    text: 'Areas',
    items: [
      { text: 'Chat and streams', link: '/guide/chat' },
      { text: 'Tools and data', link: '/guide/tools' },
      { text: 'Responses and embeddings', link: '/guide/responses' },
      { text: 'Images', link: '/guide/images' },
      { text: 'Voice', link: '/guide/voice' },
      { text: 'Vision', link: '/guide/vision' },
      { text: 'Realtime voice', link: '/guide/realtime' },
      { text: 'Music and video', link: '/guide/jobs' },
      { text: 'Account and money', link: '/guide/account' },
    ],
  },
  {
    text: 'In every area',
    items: [
      { text: 'Errors and retries', link: '/guide/errors' },
      { text: 'Files', link: '/guide/files' },
      { text: 'Browsers', link: '/guide/browser' },
      { text: 'Hooks and extensions', link: '/guide/extending' },
      { text: 'Testing', link: '/guide/testing' },
      { text: 'Beside other clients', link: '/peers' },
    ],
  },
]

const server: Items = [
  {
    text: 'The local server',
    items: [
      { text: 'Run it', link: '/guide/local-server' },
      { text: 'Engines', link: '/guide/engines' },
      { text: 'Past one machine', link: '/deployment' },
      { text: 'Security', link: '/security' },
      { text: 'Protocol', link: '/protocol' },
      { text: 'Glossary', link: '/glossary' },
    ],
  },
]

const entries: Readonly<Record<string, readonly string[]>> = {
  core: ['node', 'testing'],
  chat: ['node'],
  media: ['node'],
  realtime: ['audio', 'node'],
  jobs: ['node', 'webhooks'],
  account: [],
  proxy: ['node'],
  server: [],
  engines: [],
}

const reference: Items = Object.entries(entries).map(([name, inner]) => ({
  text: `@mira/${name}`,
  link: `/reference/@mira/${name}`,
  items: inner.map((entry) => ({ text: `@mira/${name}/${entry}`, link: `/reference/@mira/${name}/${entry}` })),
}))

/** What stands beside each part of the site. */
export const sidebar: DefaultTheme.SidebarMulti = {
  '/reference/': [{ text: 'Reference', link: '/reference/', items: reference }],
  '/decisions/': [{ text: 'Decisions', items: listDecisions(join(import.meta.dirname, '../../../decisions')) }],
  '/': [...guides, ...server],
}
