// The entry `@spillway/policy/conformance`: what every policy must do, as tests that its author runs.
export type { ConformanceRunner, PolicySubject } from './conformance/subject.js'
export { policyConformance } from './conformance/suite.js'
