import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { StoredModel } from '../../vision/models/tensor-runtime.ts'

const require = createRequire(import.meta.url)

/** Model files next to the built code. */
export const shippedModel = { description: 'image-moderation.json', weights: 'image-moderation.bin' }

/** Returns the folder of `nsfwjs`, which is installed for builds and tests but not where the package is used. */
export function nsfwFolder(): string {
  // The package does not export its `package.json`; its entry is in `dist/cjs`.
  return join(dirname(require.resolve('nsfwjs')), '../..')
}

/** Reads the `mobilenet_v2_mid` model of `nsfwjs`, whose files are scripts that contain JSON and base64. */
export function readPackedModel(): StoredModel {
  const folder = join(nsfwFolder(), 'dist/models/mobilenet_v2_mid')
  const shards = ['group1-shard1of2', 'group1-shard2of2'].map((shard) => {
    const text: string = require(join(folder, `${shard}.min.js`))
    return Buffer.from(text, 'base64')
  })
  return { description: require(join(folder, 'model.min.js')), weights: new Uint8Array(Buffer.concat(shards)) }
}

/** Reads the same model from the files in the built package. */
export async function readShippedModel(folder: URL): Promise<StoredModel> {
  const [json, weights] = await Promise.all([
    readFile(new URL(shippedModel.description, folder), 'utf8'),
    readFile(new URL(shippedModel.weights, folder)),
  ])
  return { description: JSON.parse(json), weights }
}
