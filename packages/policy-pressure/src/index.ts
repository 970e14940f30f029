export type { GaugeStatus, GovernorStatus } from './governor-status.js'
export type { MemoryGauge, MemoryReading } from './memory-gauge.js'
export {
  type GovernorSettings,
  type GovernorToken,
  MemoryGovernor,
  type MemoryGovernorOptions,
} from './memory-governor.js'
export { type ControlInput, type ControlSettings, nextCapacity } from './next-capacity.js'
export { PressurePolicy } from './pressure-policy.js'
