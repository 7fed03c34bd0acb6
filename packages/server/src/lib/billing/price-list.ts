import type { PlanId } from './plans.ts'

/** Prices of a model in rubles, each with at most two decimals. Default to 0. */
export interface ModelPrice {
  readonly input_per_million_tokens?: string | number | undefined
  readonly output_per_million_tokens?: string | number | undefined
  readonly per_image?: string | number | undefined
  readonly per_second?: string | number | undefined
  readonly per_million_characters?: string | number | undefined
  /** Lowest plan that includes the model. Defaults to `free`. */
  readonly min_plan?: PlanId | undefined
  /** Whether the price is an example because none is published. Defaults to false. */
  readonly example?: boolean | undefined
}

/** Price list in its input format: prices by model, and a default for all other models. */
export interface PriceList {
  readonly models: { readonly [model: string]: ModelPrice }
  readonly default: ModelPrice
}

/** Published prices for text and example prices for media, in rubles. See docs/protocol.md#billing. */
export const defaultPriceList: PriceList = {
  models: {
    mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-thinking': { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-pro': { input_per_million_tokens: '100', output_per_million_tokens: '300' },
    'mira-max': { input_per_million_tokens: '250', output_per_million_tokens: '750', min_plan: 'pro' },
    'mira-embed': { input_per_million_tokens: '5', example: true },
    'mira-image': { per_image: '4', example: true },
    'mira-voice': { per_million_characters: '900', example: true },
    'mira-transcribe': { per_second: '0.05', example: true },
    'mira-realtime': { per_second: '0.20', example: true },
    'mira-music': { per_second: '0.30', example: true },
    'mira-video': { per_second: '12', example: true },
    'mira-vision': { per_image: '0.50', example: true },
    'mira-moderation': {},
  },
  default: { input_per_million_tokens: '50', output_per_million_tokens: '150', example: true },
}
