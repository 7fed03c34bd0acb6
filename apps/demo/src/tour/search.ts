import { humanRights } from '../corpus/human-rights.ts'
import { expect, type Step } from '../lib/step.ts'
import { dim, lineWidth, showProgress, writeLine, writeSaying } from '../lib/terminal.ts'

// None of these uses the words of its article: they match by meaning.
const questions = [
  { text: 'Can the police lock me up without any reason?', article: 9 },
  { text: 'May I go to school for free?', article: 26 },
  { text: 'Am I allowed to change my faith?', article: 18 },
  { text: 'Is it all right to torture a prisoner?', article: 5 },
]

/** Runs a semantic search over the Universal Declaration of Human Rights. */
export const search: Step = {
  name: 'search',
  title: 'Semantic search',
  endpoints: ['POST /v1/embeddings'],
  async run({ mira, signal }) {
    const articles = await showProgress(
      `Embedding ${humanRights.length} articles`,
      mira.embeddings.create({ input: humanRights.map(({ text }) => text) }, { signal }),
    )
    const asked = await mira.embeddings.create({ input: questions.map(({ text }) => text) }, { signal })
    let found = 0
    questions.forEach((question, index) => {
      const query = asked.data[index]?.embedding as Float32Array
      const scores = articles.data.map(({ embedding }) => cosine(query, embedding))
      const best = scores.indexOf(Math.max(...scores))
      const article = humanRights[best] as (typeof humanRights)[number]
      if (article.number === question.article) found += 1
      writeSaying('?', question.text)
      const line = `Article ${article.number} (${scores[best]?.toFixed(2)}): ${article.text}`
      writeLine(dim(`  ${line.slice(0, lineWidth() - 3)}…`))
    })
    expect(found >= 3, `Only ${found} of ${questions.length} questions found their article`)
    return `${found} of ${questions.length} questions found their article among ${humanRights.length}`
  },
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0
  let aSquared = 0
  let bSquared = 0
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] as number
    const y = b[index] as number
    dot += x * y
    aSquared += x * x
    bSquared += y * y
  }
  return dot / Math.sqrt(aSquared * bSquared)
}
