import { chat, collectChatCompletion, type ResponseParams, resumeResponse } from '@mira/chat'
import { createClient } from '@mira/core'

let isCut = false
const mira = createClient({
  // Drops the connection in the middle of the first background response.
  async fetch(url, init) {
    const response = await fetch(url, init)
    if (isCut || !String(init.body).includes('"background":true')) return response
    isCut = true
    let bytes = 0
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length
        if (bytes > 1_500) controller.error(new TypeError('The connection was lost'))
        else controller.enqueue(chunk)
      },
    })
    return new Response(response.body?.pipeThrough(cut), response)
  },
}).extend(chat)

const messages = [{ role: 'user', content: 'What is 6 times 7?' }]
// #region collect
const completion = await mira.chat.create({ messages }, { collect: true })
console.log(completion.text, completion.usage?.total_tokens) // the same result, received as a stream
// #endregion

// #region function
const { text } = await collectChatCompletion(mira, { messages }, { timeout: { idle: 120_000 } })
// #endregion
console.log(text)

// #region resume
async function answer(params: ResponseParams) {
  let stream = mira.responses.stream({ ...params, background: true })
  for (;;) {
    try {
      for await (const event of stream) {
        if (event.type === 'response.output_text.delta') process.stdout.write(event.delta)
      }
      return await stream.final() // the whole response, whatever it took
    } catch (error) {
      stream = resumeResponse(mira, error) // continues with the next event, or throws `not_resumable` with the reason
    }
  }
}
const { status, output_text } = await answer({ input: 'Count from 1 to 20.' })
// #endregion
console.log(`\n${isCut ? 'cut' : 'whole'}, ${status}: ${output_text}`)
