import type { Snippets } from '../../app/code/snippets.ts'
import { openaiClient } from '../../app/code/write-openai.ts'
import { writeCurl } from '../../app/code/write-request.ts'

/** Writes the code that lists the models. */
export function writeModelsCode(): Snippets {
  return {
    typescript: `import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat) // reads MIRA_BASE_URL and MIRA_API_KEY

const { data } = await mira.models.list()
for (const { id, engine } of data) console.log(id, engine)
`,
    curl: writeCurl({ path: '/v1/models' }),
    python: `${openaiClient}
for model in client.models.list():
    print(model.id)
`,
  }
}
