export { fetchTransport as transport } from './fetch.ts'
