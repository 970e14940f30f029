export { type AdaptiveCodecOptions, AdaptiveCodecPolicy } from './adaptive-codec-policy.js'
export type { AdaptiveCodecStatus } from './adaptive-codec-status.js'
