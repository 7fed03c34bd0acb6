export { verifyWebhook, type Webhook, type WebhookHeaders, type WebhookInput } from './lib/verify-webhook.ts'
