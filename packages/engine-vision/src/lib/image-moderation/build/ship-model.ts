// Copies the image moderation model and its license next to the built package. Step of `pnpm build`.
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nsfwFolder, readPackedModel, shippedModel } from './packed-model.ts'

const { description, weights } = readPackedModel()
// Built code is flat in `dist`, which is this file's folder.
const folder = new URL('./', import.meta.url)
await writeFile(new URL(shippedModel.description, folder), JSON.stringify(description))
await writeFile(new URL(shippedModel.weights, folder), weights)
await copyFile(join(nsfwFolder(), 'LICENSE'), new URL('image-moderation-license.txt', folder))
