// The entry `@spillway/pager-native/conformance`: what every pager must do, as tests that its author runs.
export type { ConformanceRunner, PagerSubject, PagerSupport } from './conformance/subject.js'
export { pagerConformance } from './conformance/suite.js'
