import { createMira } from '@mira/vue'
import { createApp } from 'vue'
import App from './app.vue'

createApp(App)
  .use(createMira({ baseUrl: '/api/mira' }))
  .mount('#app')
