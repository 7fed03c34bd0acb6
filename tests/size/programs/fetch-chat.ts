export {}

const response = await fetch('https://example.org/v1/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Hello' }] }),
})
const completion = await response.json()
console.log(completion.choices[0].message.content)
