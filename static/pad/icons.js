/** The few signs that stand beside a word, never alone. */

import { html, svg } from "../vendor/lit-html.js";

const drawn = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const ICONS = {
  empty: drawn(svg`<circle cx="12" cy="12" r="8" stroke-dasharray="3 3.3" />`),
  draft: drawn(svg`<rect x="6" y="3" width="12" height="18" rx="2.5" /><path d="M11 17.5h2" />`),
  sending: drawn(svg`<path d="M12 20V5M6 11l6-6 6 6" />`),
  received: drawn(svg`<path d="M4.5 12.5l5 5L19.5 7" />`),
  look: drawn(svg`<path d="M12 3.5L22 20.5H2zM12 10v5M12 17.6v.4" />`),
  locked: drawn(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
  offline: drawn(svg`<path d="M3 9a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M12 18v.4M4 4l16 16" />`),
  online: drawn(svg`<path d="M3 9a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M12 18v.4" />`),
  back: drawn(svg`<path d="M9 5h11a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 20 19H9l-6.5-7zM12 9.5l5 5M17 9.5l-5 5" />`),
  list: drawn(svg`<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.4M4.5 12h.4M4.5 18h.4" />`),
  pen: drawn(svg`<path d="M4 20l1-4L16.5 4.5l3 3L8 19zM13.5 7.5l3 3" />`),
};
