// The body of the frames in `test/frames/body.*.lz4`, which the `lz4` tool 1.9.4 made of it: `lz4 -zc OPTIONS body`, with OPTIONS as
// in the frame's name. Long enough for several 64 KiB blocks, with matches that reach back into the block before.

export const frameBody: Uint8Array = (() => {
  const body = new Uint8Array(150_000)
  for (let i = 0; i < body.length; i++) body[i] = i % 40_000 < 39_000 ? (i % 40_000) ** 2 % 251 : (i * i) % 241
  return body
})()
