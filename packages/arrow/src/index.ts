// Columns and Apache Arrow. Only re-exports.

export { arrowTypeOf } from './arrow-type.js'
export { fromTable, fromVector } from './from-arrow.js'
export { HeldBatch, recordBatchBytes } from './record-batch-bytes.js'
export { toRecordBatch, toVector } from './to-arrow.js'
