// #region quick
import { mira } from '@mira/ai-sdk' // reads MIRA_API_KEY and MIRA_BASE_URL
import { streamText } from 'ai'

const { textStream } = streamText({ model: mira('mira'), prompt: 'What is 12 % of 250?' })
for await (const text of textStream) process.stdout.write(text)
// #endregion
console.log()
