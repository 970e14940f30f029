// The entry `@spillway/column/conformance`: what every ContainerBytes must do, as tests that its author runs.

export type { ConformanceRunner, ContainerSubject } from './conformance/subject.js'
export { containerConformance } from './conformance/suite.js'
