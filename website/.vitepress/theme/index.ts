import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineAsyncComponent } from 'vue';
import type { Theme } from 'vitepress';
import LivePicture from './LivePicture.vue';
import TryExample from './TryExample.vue';
import TryIt from '../../playground/TryIt.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('TryExample', TryExample);
    app.component('TryIt', TryIt);
    app.component('LivePicture', LivePicture);
    // The editor is large, and only one page has it.
    app.component(
      'Playground',
      defineAsyncComponent(() => import('../../playground/Playground.vue')),
    );
  },
} satisfies Theme;
