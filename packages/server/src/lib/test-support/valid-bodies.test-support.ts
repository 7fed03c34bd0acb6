const tool = {
  type: 'function',
  function: {
    name: 'look',
    description: 'Looks',
    parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
  },
}
const schema = {
  type: 'object',
  properties: { name: { type: 'string' }, list: { type: 'array', items: { enum: ['a', 1] } }, self: { $ref: '#' } },
  allOf: [{ $ref: '#/$defs/part' }],
  $defs: { part: { required: ['name'], additionalProperties: false } },
}
/** Valid body of a chat that uses most fields. */
export const chatBody = {
  model: 'mira',
  messages: [
    { role: 'system', content: 'Be brief' },
    { role: 'user', content: [{ type: 'text', text: 'hello' }] },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'seen' },
    { role: 'user', content: 'and now?' },
  ],
  tools: [tool],
  tool_choice: 'auto',
  temperature: 0.5,
  top_p: 1,
  max_tokens: 20,
  stop: ['end'],
  response_format: { type: 'json_schema', json_schema: { name: 'n', schema, strict: true } },
}
const image = { prompt: 'a boat', size: '1024x1024', n: 1, seed: 7, response_format: 'b64_json' }
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const edit = { ...image, reference_images: [pixel], mask: pixel }

/** A valid body of every operation with one. */
export const validBodies: Readonly<Record<string, object>> = {
  '/v1/chat/completions': chatBody,
  '/v1/responses': {
    model: 'mira',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'hello' }] }],
    instructions: 'Be brief',
    tools: [{ type: 'function', name: 'look', parameters: tool.function.parameters }],
    text: { format: { type: 'json_schema', name: 'n', schema } },
    store: true,
  },
  '/v1/responses/input_tokens': { model: 'mira', input: 'hello' },
  '/v1/embeddings': { model: 'mira-embed', input: ['one', 'two'], encoding_format: 'float' },
  '/v1/completions': { model: 'mira', prompt: ['hello', 'bye'], n: 2, max_tokens: 5, stop: 'end', echo: true },
  '/v1/moderations': {
    input: [
      { type: 'text', text: 'hello' },
      { type: 'image_url', image_url: { url: pixel } },
    ],
  },
  '/v1/images/generate': image,
  '/v1/images/generations': image,
  '/v1/images/edit': edit,
  '/v1/images/edits': edit,
  '/v1/audio/speech': { input: 'hello', voice: 'aria', response_format: 'wav', speed: 1 },
  '/v1/vision/locate': { image: pixel, prompt: 'a boat' },
  '/v1/api-keys': { name: 'n' },
  '/v1/realtime/client_secrets': {
    expires_after: { anchor: 'created_at', seconds: 60 },
    session: { type: 'realtime', instructions: 'Be brief', audio: { input: { turn_detection: null } }, tools: [] },
  },
  '/v1/audio/music': { prompt: 'a tune', duration_seconds: 1 },
  '/v1/video/generate': { prompt: 'a boat', duration_seconds: 5 },
}
