// The default theme with Spillway's colours, and a picture on the first page.
import DefaultTheme from 'vitepress/theme'
import { h } from 'vue'
import picture from './picture.svg?raw'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h('div', { class: 'spill-picture', role: 'img', ariaLabel: label, innerHTML: picture }),
    }),
}

const label = 'Columns fill a budget in memory; what exceeds it flows over into a scratch file'
