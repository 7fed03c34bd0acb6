import { createMira } from '@mira/ai-sdk'

const { stream } = await createMira({ baseUrl: '/api/mira' })('mira').doStream({
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
})
for await (const part of stream) if (part.type === 'text-delta') console.log(part.delta)
