import { css } from "lit";

/** Colours from the theme, and the walker's own where a theme has none; what lies on a colour stands out from it 4.5 to 1. */
export const common = css`
  :host {
    --ink: var(--primary-text-color, #16242b);
    --quiet: var(--secondary-text-color, #5f6f75);
    --ground: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --walked: var(--retrowalk-color, #0b806a);
    --more: var(--retrowalk-strong-color, #065c4e);
    --on-walked: var(--retrowalk-on-color, #fff);
    --flame: #e25208;
    --ember: #ffd15c;
    --ice: #1668b8;
    --away: #94600a;
    --wrong: var(--retrowalk-error-color, #b3261e);
    --empty: color-mix(in srgb, var(--ink) 9%, transparent);
    --soft: color-mix(in srgb, var(--ink) 6%, transparent);
    color: var(--ink);
    font-family: var(--ha-font-family-body, Roboto, system-ui, sans-serif);
    -webkit-font-smoothing: antialiased;
  }
  :host([dark]) {
    --walked: var(--retrowalk-color, #20b295);
    --more: var(--retrowalk-strong-color, #8aecd4);
    --on-walked: var(--retrowalk-on-color, #04211b);
    --flame: #fa6c22;
    --ember: #ffdc78;
    --ice: #64b5f6;
    --away: #f0b644;
    --wrong: var(--retrowalk-error-color, #ff8a80);
    --empty: color-mix(in srgb, var(--ink) 13%, transparent);
    --soft: color-mix(in srgb, var(--ink) 9%, transparent);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  dl,
  dd,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  button {
    font: inherit;
    color: inherit;
    border: 0;
    background: none;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  button:disabled {
    cursor: default;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .icon {
    flex: none;
    width: 24px;
    height: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .mirrored:dir(rtl) {
    transform: scaleX(-1);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .link {
    min-height: 32px;
    padding: 0 6px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .flat {
    display: grid;
    place-items: center;
    flex: none;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    color: var(--quiet);
  }
  .flat .icon {
    width: 20px;
    height: 20px;
  }
  .flat:hover:enabled {
    background: var(--soft);
    color: var(--ink);
  }
  .flat:disabled {
    opacity: 0.3;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
