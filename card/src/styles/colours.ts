/** Colours from the theme, and the walker's own where a theme has none; what lies on a colour stands out from it 4.5 to 1. */
export const colours = /* css */ `
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
    color-scheme: light;
    font-family: var(--ha-font-family-body, Roboto, system-ui, sans-serif);
    -webkit-font-smoothing: antialiased;
  }
  :host([dark]) {
    color-scheme: dark;
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
`;
