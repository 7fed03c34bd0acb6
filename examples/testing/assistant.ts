import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

/** Answers a question about the weather; the model decides which city to look up. */
export async function askAboutWeather(question: string, lookUp: (city: string) => string): Promise<string> {
  const mira = createClient().extend(chat) // reads MIRA_BASE_URL and MIRA_API_KEY
  const tools = [{ type: 'function' as const, function: { name: 'get_weather' } }]
  const messages = [{ role: 'user' as const, content: question }]
  const first = (await mira.chat.create({ messages, tools })).choices[0]!.message
  const call = first.tool_calls?.[0]
  if (call === undefined || !('function' in call)) return first.content ?? ''
  const { city } = JSON.parse(call.function.arguments) as { readonly city: string }
  const result = { role: 'tool' as const, tool_call_id: call.id, content: lookUp(city) }
  const second = await mira.chat.create({ messages: [...messages, first, result], tools })
  return second.choices[0]!.message.content ?? ''
}
