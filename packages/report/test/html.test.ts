// Nothing that is put into markup can become markup.
import { expect, test } from 'vitest'
import { escapeText, html, trusted } from '../src/index.js'

test('strings and numbers are escaped, wherever they stand', () => {
  const hostile = `"><script>alert('1')</script>&amp;`
  expect(html`<a title="${hostile}">${hostile}</a>${1}`.markup).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</a>1',
  )
})

test('markup stays markup, lists are joined, and what is undefined is left out', () => {
  expect(html`<ul>${[html`<li>${'<'}</li>`, undefined, [trusted('<li>')]]}</ul>`.markup).toBe(
    '<ul><li>&lt;</li><li></ul>',
  )
})

test('characters that no HTML may contain become a visible one', () => {
  expect(escapeText('a\0b\u001bc\u007fd\u0085e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde')
  expect(escapeText('tab\tline\né 漢 😀')).toBe('tab\tline\né 漢 😀')
})
