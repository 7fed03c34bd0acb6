/** Path of the WebSocket endpoint of voice sessions. */
export const realtimePath = '/v1/realtime'
