// What is no defect of a bench: something that its user or the machine can be asked to change. The message is all there is to say.
export class ExpectedError extends Error {
  override readonly name: string = 'ExpectedError'
}
