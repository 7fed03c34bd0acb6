import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

// #region search
const articles = ['How to reset your password', 'Delivery times and costs', 'Returning a broken device']
const question = 'When will my parcel arrive?'

const { data } = await mira.embeddings.create({ input: [question, ...articles] })
const [asked, ...vectors] = data.map(({ embedding }) => embedding) // Float32Arrays, in the order of the texts
const scores = vectors.map((vector) => cosine(asked as Float32Array, vector))
console.log(articles[scores.indexOf(Math.max(...scores))])

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
// #endregion

// #region many
const texts = Array.from({ length: 50 }, (_, index) => `Sentence number ${index}`)
const many = await mira.embeddings.create({ input: texts, dimensions: 256 }, { batchSize: 20, concurrency: 2 })
console.log(many.data.length, many.data[0]?.embedding.length, many.usage?.total_tokens)
// #endregion
