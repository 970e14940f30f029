export { type SampleColumns, SampleSeries } from './sample-series.js'
