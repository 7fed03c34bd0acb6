import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'
import { toJavaScript } from './to-javascript.ts'

/** Bundles a program as users of Rollup do: resolved for browsers, minified by Terser. */
export async function bundleWithRollup(file: string): Promise<Uint8Array> {
  const bundle = await rollup({
    input: toJavaScript(file),
    plugins: [nodeResolve({ browser: true, exportConditions: ['browser'] }), terser({ module: true, ecma: 2020 })],
    onwarn: () => undefined,
  })
  const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true })
  await bundle.close()
  return new TextEncoder().encode(output[0].code)
}
