// What somebody else's code threw or returned, as text for people. Anything can be thrown, and not everything has a text.

/** `String(value)`, or a stand-in for what that throws at: it throws nothing. */
export function thrownText(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'something without a text'
  }
}
