import { collectResponse, resumeResponse } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const params = { input: 'Hello', background: true }
const response = await collectResponse(client, params).catch((error) => resumeResponse(client, error).final())
console.log(response.output_text)
