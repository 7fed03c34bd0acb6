import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, download } from '@mira/core'
import { saveToPath } from '@mira/core/node'

const client = createClient()
const folder = await mkdtemp(join(tmpdir(), 'mira-'))

// #region download
const file = await saveToPath(download(client, '/openapi.json'), join(folder, 'openapi.json'), {
  onProgress: ({ receivedBytes, totalBytes }) => console.log(`${receivedBytes} of ${totalBytes ?? 'unknown'} bytes`),
})
console.log(file.sizeBytes, file.mediaType)

const { paths } = JSON.parse(await download(client, '/openapi.json').text()) // or bytes(), blob(), stream(), a loop
console.log(Object.keys(paths))
// #endregion

await rm(folder, { recursive: true })
