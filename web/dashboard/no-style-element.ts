import type { Plugin } from 'vite';

/** OpenSeadragon writes a style element for touch screens, which the content policy forbids; ours are in `src/styles`. */
export function noStyleElement(): Plugin {
  return {
    name: 'no-style-element',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('openseadragon')) return null;
      const changed = code.replace('document.head.appendChild(style);', '');
      if (changed === code && code.includes('data-openseadragon-mobile-css'))
        this.error('OpenSeadragon writes its style element in another way now.');
      return { code: changed, map: null };
    },
  };
}
