import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import webpack, { type Compiler } from 'webpack'
import { toJavaScript } from './to-javascript.ts'

/** Bundles a program as users of webpack do: production mode, one ES module. */
export async function bundleWithWebpack(file: string): Promise<Uint8Array> {
  const path = mkdtempSync(join(tmpdir(), 'mira-webpack-'))
  try {
    const compiler = webpack({
      mode: 'production',
      target: ['web', 'es2022'],
      entry: toJavaScript(file),
      output: { path, filename: 'bundle.mjs', module: true },
      experiments: { outputModule: true },
      optimization: { splitChunks: false, runtimeChunk: false },
      plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
      performance: false,
    })
    await runCompiler(compiler)
    return readFileSync(join(path, 'bundle.mjs'))
  } finally {
    rmSync(path, { recursive: true })
  }
}

/** Runs a compiler of webpack, or of Rspack, which has the same interface. */
export async function runCompiler(compiler: Pick<Compiler, 'run' | 'close'>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error)
      else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })))
      else compiler.close((closing) => (closing ? reject(closing) : resolve()))
    })
  })
}
