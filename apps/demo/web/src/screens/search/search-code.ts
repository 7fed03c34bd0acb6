import type { Snippets } from '../../app/code/snippets.ts'
import { writeJavaScript, writePython } from '../../app/code/write-literal.ts'
import { openaiClient } from '../../app/code/write-openai.ts'
import { writeCurl } from '../../app/code/write-request.ts'

/** Writes the code that finds the text that is nearest to the query. */
export function writeSearchCode(texts: readonly string[], query: string): Snippets {
  return {
    typescript: `import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat) // reads MIRA_BASE_URL and MIRA_API_KEY

const texts = ${writeJavaScript(texts)}
const query = ${writeJavaScript(query)}

const { data } = await mira.embeddings.create({ input: [query, ...texts] })
const [asked, ...known] = data.map(({ embedding }) => embedding)
const similarity = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * other[index]!, 0) / (Math.hypot(...one) * Math.hypot(...other))

const found = texts.map((text, index) => ({ text, similarity: similarity(asked!, known[index]!) }))
console.table(found.sort((one, other) => other.similarity - one.similarity))
`,
    curl: writeCurl({ path: '/v1/embeddings', json: { model: 'mira-embed', input: [query, ...texts] } }),
    python: `${openaiClient}
texts = ${writePython(texts)}
query = ${writePython(query)}

reply = client.embeddings.create(model="mira-embed", input=[query, *texts], encoding_format="float")
asked, *known = [item.embedding for item in reply.data]


def similarity(one, other):
    length = sum(x * x for x in one) ** 0.5 * sum(x * x for x in other) ** 0.5
    return sum(x * y for x, y in zip(one, other)) / length


for text, vector in sorted(zip(texts, known), key=lambda pair: -similarity(asked, pair[1])):
    print(f"{similarity(asked, vector):.3f}  {text}")
`,
    aiSdk: `import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { cosineSimilarity, embedMany } from 'ai'

const texts = ${writeJavaScript(texts)}
const query = ${writeJavaScript(query)}

const { embeddings } = await embedMany({ model: mira.embeddingModel('mira-embed'), values: [query, ...texts] })
const [asked, ...known] = embeddings
const found = texts.map((text, index) => ({ text, similarity: cosineSimilarity(asked!, known[index]!) }))
console.table(found.sort((one, other) => other.similarity - one.similarity))
`,
  }
}
