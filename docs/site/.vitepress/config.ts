import { defineConfig } from 'vitepress'
import llmstxt from 'vitepress-plugin-llms'
import { resolveLinks } from './lib/resolve-links.ts'
import { boostDocument } from './lib/search.ts'
import { sidebar } from './lib/sidebar.ts'
import { vueFromHere } from './lib/vue-from-here.ts'

// biome-ignore lint/style/noDefaultExport: VitePress requires a default export.
export default defineConfig({
  title: 'Mira for TypeScript',
  description: 'TypeScript packages for the vMira AI API, and a local server that implements it',
  srcDir: '..',
  srcExclude: ['site/node_modules/**', 'site/README.md'],
  rewrites: (id) => id.replace(/^site\//, ''),
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }]],
  markdown: {
    config: resolveLinks,
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  vite: {
    publicDir: 'site/public',
    plugins: [
      vueFromHere,
      // For programs that read documentation: llms.txt, llms-full.txt, and a Markdown file beside each page. The reference and
      // the decisions are in files of their own only, because they are longer than everything else.
      llmstxt({
        injectLLMHint: false,
        ignoreFilesPerOutput: { llmsFullTxt: ['site/reference/**/*', 'decisions/**/*'] },
      }),
    ],
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Quick start', link: '/guide/quick-start' },
      { text: 'Features', link: '/guide/features' },
      { text: 'Comparison', link: '/peers' },
      {
        text: 'Guides',
        items: [
          { text: 'Tutorials', link: '/guide/tutorial-web' },
          { text: 'Streaming', link: '/guide/streaming' },
          { text: 'Function calling', link: '/guide/function-calling' },
          { text: 'Realtime voice', link: '/guide/realtime' },
          { text: 'Testing', link: '/guide/testing' },
          { text: 'Production', link: '/guide/production' },
          { text: 'Local server', link: '/guide/local-server' },
          { text: 'Troubleshooting', link: '/guide/troubleshooting' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Packages', link: '/reference/' },
          { text: 'OpenAPI', link: '/openapi.json', target: '_self' },
          { text: 'Protocol', link: '/protocol' },
          { text: 'Glossary', link: '/glossary' },
          { text: 'Decisions', link: '/decisions/' },
        ],
      },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local', options: { miniSearch: { searchOptions: { boostDocument } } } },
    docFooter: { prev: 'Previous', next: 'Next' },
    footer: { message: 'MIT license.' },
  },
})
