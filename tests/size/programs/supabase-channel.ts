import { RealtimeClient } from '@supabase/realtime-js'

const client = new RealtimeClient('wss://example.org/realtime/v1', { params: { apikey: 'key' } })
client
  .channel('room')
  .on('broadcast', { event: '*' }, (event) => console.log(event))
  .subscribe()
