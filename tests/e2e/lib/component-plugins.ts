import { readFile } from 'node:fs/promises'
import { compileScript, parse } from '@vue/compiler-sfc'
import type { Plugin } from 'esbuild'
import { compile } from 'svelte/compiler'

/** Compiles components of Vue, for the page or for rendering on a server. */
export const vuePlugin = ({ isServer }: { readonly isServer: boolean }): Plugin => ({
  name: 'vue',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, 'utf8'), { filename: path })
      if (errors[0]) throw errors[0]
      const templateOptions = { ssr: isServer, ssrCssVars: [] }
      const { content } = compileScript(descriptor, { id: path, inlineTemplate: true, templateOptions })
      return { contents: content, loader: 'ts' }
    })
  },
})

/** Compiles components of Svelte, for the page or for rendering on a server. */
export const sveltePlugin = ({ isServer }: { readonly isServer: boolean }): Plugin => ({
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const { js } = compile(source, { filename: path, generate: isServer ? 'server' : 'client', dev: true })
      return { contents: js.code, loader: 'js' }
    })
  },
})
