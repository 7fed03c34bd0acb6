/** Claims of packages/chat/README.md, and the tests that verify them. */
export const chat = {
  name: 'chat',
  document: 'packages/chat/README.md',
  folder: 'packages/chat/src/lib',
  claims: [
    ['every operation is bound to a client, and a function', 'chat.test.ts: binds every operation'],
    [
      'fields that are not listed pass both ways',
      'create-chat-completion.test.ts: unknown fields included',
      'stream-chat-completion.test.ts: every chunk as it came',
    ],
    [
      'reasoningText finds the thoughts, whatever the server calls them',
      'stream-chat-completion.test.ts: reads reasoning from',
    ],
    ['leaving the loop closes the connection at once', 'stream-chat-completion.test.ts: leaving a chat stream'],
    [
      'an answer that is cut off is never passed off as a short one',
      'stream-chat-completion.test.ts: the end of a chat stream',
    ],
    [
      'text(), final() and toReadableStream() of a stream',
      'stream-chat-completion.test.ts: gives the text',
      'stream-chat-completion.test.ts: puts the completion together',
      'stream-chat-completion.test.ts: becomes the body',
    ],
    ['pictures from addresses, files and bytes', 'image-part.test.ts'],
    [
      'any Standard Schema validator types and checks the data',
      'parse-chat-completion.test.ts',
      'tests/e2e/examples.test.ts: structured-output',
    ],
    [
      'refused, filtered, cut off, no JSON or not valid is a ParseError',
      'parse-chat-completion.test.ts: says that an answer is',
    ],
    [
      'without a schema to send, the server is asked for plain JSON',
      'parse-chat-completion.test.ts: asks for plain JSON',
    ],
    ['calls of one round run side by side, 8 at most by default', 'run-tools.test.ts: side by side'],
    [
      'failing tools, unreadable arguments and unknown names are told to the model',
      'run-tools.test.ts: tells the model',
    ],
    ['after maxRounds (10) tool_rounds_exceeded, with the conversation', 'run-tools.test.ts: gives up after maxRounds'],
    ['streamTools gives the chunks of all answers', 'run-tools.test.ts: streamTools'],
    ['response.failed and error are thrown, incomplete is a result', 'stream-response.test.ts: streamResponse'],
    [
      'embeddings: 100 a request, 4 at a time, in order',
      'create-embeddings.test.ts: splits long lists',
      'map-concurrently.test.ts',
    ],
    ['vectors travel as base64, less than half the size, and share a buffer', 'tests/e2e/claims-embeddings.test.ts'],
    ['base64 is read by whatever the runtime has', 'base64.test.ts', 'create-embeddings.test.ts: reads'],
    ['a schema beside parameters checks the arguments', 'run-tools.test.ts: checks arguments by the validator'],
    [
      'models need no key; default names the server’s own',
      'list-models.test.ts',
      'packages/server/src/lib/start-server.test.ts: lists models without a key',
    ],
  ],
}
