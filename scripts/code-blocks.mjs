// The fenced code blocks of a Markdown text, so that documents can be run.

/** The contents of the blocks whose info string starts with `language`, in order. */
export function codeBlocks(markdown, language) {
  const blocks = []
  const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm
  for (const [, info, body] of markdown.matchAll(fence)) if (info.trim().split(/\s+/)[0] === language) blocks.push(body)
  return blocks
}
