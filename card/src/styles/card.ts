/** The least that says how it stands: a row of ring, flame and button. */
const compact = /* css */ `
  .columns { display: block; }
  .standing { gap: 10px; flex-wrap: nowrap; }
  .goal { width: 76px; }
  .goal .caption { display: none; }
  .goal .figure { font-size: 26px; }
  .streak .figure { font-size: 30px; }
  .streak .flame { width: 24px; }
  .past, .week, .next, .details, .stands, .path_clear, .figures, .toward { display: none; }
  .dial { width: 128px; }
  .timer { font-size: 28px; }
  .timer.long { font-size: 22px; }
  .dial .caption { font-size: 11px; }
  .walk, .stage { gap: 8px; }
  .arrow .icon { width: 48px; height: 48px; }
  .cue strong { font-size: 22px; }
  .then { font-size: 14px; }
  .controls { margin-block-start: 12px; }
  .big { padding-inline: 8px; font-size: 13px; }
`;

/** Two columns: how it stands, and what was. */
const wide = /* css */ `
  .columns { grid-template-columns: minmax(300px, 5fr) 7fr; gap: 32px; }
  .past { justify-content: space-evenly; }
  .walk { display: grid; grid-template: 1fr auto auto auto 1fr / minmax(280px, 5fr) 7fr; gap: 16px 32px; }
  .walk .stage { grid-row: 1 / 6; align-self: center; }
  .walk .figures { grid-area: 2 / 2; }
  .walk .toward { grid-area: 3 / 2; }
  .walk .controls { grid-area: 4 / 2; margin: 0; }
  .walk .error { grid-area: 5 / 2; align-self: start; }
  .walk .figures dd { font-size: 26px; }
  .dial { width: min(100%, 300px); }
`;

export const cardStyles = /* css */ `
  :host {
    display: block;
    height: 100%;
    container: card / inline-size;
  }
  ha-card {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: 16px;
    overflow: hidden;
    background: var(--ground);
    color: var(--ink);
    border: var(--ha-card-border-width, 1px) solid var(--ha-card-border-color, var(--line));
    border-radius: var(--ha-card-border-radius, 12px);
    font-size: 14px;
    line-height: 1.4;
  }
  ha-card.waiting {
    min-height: 160px;
  }
  .head {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    margin-block-end: 12px;
  }
  .head h2 {
    flex: 1 1 auto;
    min-width: 0;
    font-size: 16px;
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .path {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 2px 6px;
    max-width: 100%;
    color: var(--quiet);
    font-size: 13px;
  }
  .path .icon {
    width: 16px;
    height: 16px;
    stroke-width: 2.5;
    color: var(--walked);
  }
  .path_blocked {
    color: var(--wrong);
    font-weight: 500;
  }
  .path_blocked .icon {
    color: inherit;
  }
  .reasons {
    flex-basis: 100%;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: 4px;
    flex: 1 1 100%;
    min-width: 0;
    margin: -4px;
    padding: 4px;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tab {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    max-width: 180px;
    flex: none;
    min-height: 48px;
    padding-block: 6px;
    padding-inline: 8px 14px;
    border-radius: 24px;
    color: var(--quiet);
    font-weight: 500;
  }
  .tab span:not(.sr) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tab .ring {
    flex: none;
    width: 32px;
  }
  .tab .ring circle {
    stroke-width: 16;
  }
  .tab[aria-selected="true"] {
    background: var(--soft);
    color: var(--ink);
  }
  .tab.walking .ring {
    animation: breathe 2s ease-in-out infinite;
  }
  .notice,
  .error {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px 12px;
    border-radius: 10px;
    background: var(--soft);
  }
  .notice:not(:last-child) {
    margin-block-end: 12px;
  }
  .notice > span,
  .error > span {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notice .icon {
    width: 20px;
    height: 20px;
  }
  .notice.wrong {
    display: block;
    color: var(--wrong);
  }
  .notice.wrong ul {
    margin-block-start: 6px;
    padding-inline-start: 18px;
    list-style: disc;
  }
  .error {
    flex-wrap: wrap;
    margin-block-start: 12px;
    color: var(--wrong);
  }
  .error > span {
    flex-basis: 60%;
  }

  .columns {
    display: grid;
    gap: 20px;
  }
  .column {
    display: flex;
    flex-direction: column;
    gap: 20px;
    min-width: 0;
  }
  .standing {
    display: flex;
    align-items: center;
    gap: 20px;
  }
  .goal {
    position: relative;
    flex: none;
    width: 144px;
  }
  .goal .figure {
    font-size: 40px;
  }
  .figure,
  .timer,
  dd {
    unicode-bidi: plaintext;
    font-variant-numeric: tabular-nums;
    font-feature-settings: "tnum";
    letter-spacing: -0.02em;
  }
  .figure {
    font-weight: 600;
    line-height: 1.1;
  }
  .ring {
    display: block;
    width: 100%;
    /* Round the way that a clock does not go */
    transform: rotate(-90deg) scaleY(-1);
  }
  .ring circle {
    fill: none;
    stroke-width: 10;
    stroke-linecap: round;
  }
  .track {
    stroke: var(--empty);
  }
  .arc {
    stroke: var(--walked);
    transition: stroke-dasharray 0.9s cubic-bezier(0.2, 0.8, 0.2, 1);
  }
  .arc.more {
    stroke: var(--more);
  }
  .arc.empty {
    stroke: none;
  }
  .middle {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    text-align: center;
  }
  .caption {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    max-width: 72%;
    justify-content: center;
    text-wrap: balance;
    color: var(--quiet);
    font-size: 12px;
    line-height: 1.25;
  }
  .tick .icon,
  .caption .icon {
    width: 14px;
    height: 14px;
    stroke-width: 3;
    color: var(--walked);
    vertical-align: -2px;
  }
  .streak {
    flex: 1;
    min-width: 0;
  }
  .count {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .streak .figure {
    font-size: 48px;
    line-height: 1;
  }
  .unit {
    font-size: 15px;
    font-weight: 500;
    margin-block-start: 4px;
  }
  .stands {
    color: var(--quiet);
    margin-block-start: 2px;
  }
  .streak.risk .stands {
    color: color-mix(in srgb, var(--flame) 80%, var(--ink));
    font-weight: 500;
  }
  .details {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    margin-block-start: 6px;
    color: var(--quiet);
    font-size: 13px;
  }

  .flame {
    position: relative;
    display: inline-block;
    flex: none;
    width: 38px;
  }
  .flame > svg {
    display: block;
    width: 100%;
    overflow: visible;
  }
  .body,
  .ember {
    transform-box: fill-box;
    transform-origin: 50% 100%;
  }
  .body {
    fill: var(--flame);
  }
  .ember {
    fill: var(--ember);
  }
  .lit .body,
  .risk .body {
    animation: flicker 2.6s ease-in-out infinite;
  }
  .lit .ember,
  .risk .ember {
    animation: flicker 1.7s ease-in-out -0.6s infinite reverse;
  }
  .flame.risk {
    animation: gutter 1.9s ease-in-out infinite;
    transform-origin: 50% 100%;
  }
  .waiting .body {
    fill: color-mix(in srgb, var(--flame) 22%, var(--ground));
    stroke: var(--flame);
    stroke-width: 5;
  }
  .waiting .ember {
    fill: color-mix(in srgb, var(--flame) 55%, var(--ground));
  }
  .out .body,
  .rest .body,
  .vacation .body {
    fill: var(--empty);
    stroke: color-mix(in srgb, var(--quiet) 60%, transparent);
    stroke-width: 4;
  }
  .out .ember {
    fill: none;
  }
  .rest .body,
  .vacation .body {
    fill: color-mix(in srgb, var(--flame) 26%, var(--ground));
    stroke: none;
  }
  .rest .ember,
  .vacation .ember {
    fill: color-mix(in srgb, var(--ember) 55%, var(--ground));
  }
  .frozen .body {
    fill: var(--ice);
  }
  .frozen .ember {
    fill: color-mix(in srgb, var(--ice) 35%, #fff);
  }
  .badge {
    position: absolute;
    inset-block-end: -5px;
    inset-inline-end: -7px;
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    border-radius: 50%;
    background: var(--ground);
    color: var(--quiet);
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .frozen .badge {
    color: var(--ice);
  }
  .vacation .badge {
    color: var(--away);
  }

  .week {
    position: relative;
    display: grid;
    grid-template-columns: repeat(7, 1fr);
    gap: 4px;
    margin-inline: -4px;
  }
  .week .line {
    position: absolute;
    inset-inline: 4px;
    inset-block-start: calc(4px + 64px * (1 - var(--goal)));
    border-block-start: 1px dashed color-mix(in srgb, var(--quiet) 50%, transparent);
  }
  .day {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    min-width: 0;
    padding: 4px 0;
    border-radius: 8px;
  }
  .day:hover:enabled {
    background: var(--soft);
  }
  .bar {
    position: relative;
    display: flex;
    align-items: flex-end;
    justify-content: center;
    width: min(100%, 26px);
    height: 64px;
    color: var(--quiet);
  }
  .bar::before {
    content: "";
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    height: calc(100% * var(--share));
    border-radius: 6px;
    background: color-mix(in srgb, var(--walked) 45%, var(--ground));
    transition: height 0.6s ease;
  }
  .day.completed .bar::before {
    background: var(--walked);
  }
  .bar .icon {
    width: 18px;
    height: 18px;
    margin-block-end: 2px;
  }
  .frozen .bar {
    color: var(--ice);
  }
  .vacation .bar {
    color: var(--away);
  }
  .dot {
    width: 8px;
    height: 8px;
    margin-block-end: 4px;
    border-radius: 50%;
    background: var(--empty);
  }
  .name {
    max-width: 100%;
    overflow: hidden;
    color: var(--quiet);
    font-size: 12px;
  }
  .now .name {
    color: var(--ink);
    font-weight: 700;
  }
  .next {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--quiet);
  }
  .next .icon {
    width: 18px;
    height: 18px;
  }
  .when {
    color: var(--ink);
    font-weight: 500;
    margin-inline-start: auto;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .big {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    flex: 1 1 0;
    min-width: min-content;
    min-height: 56px;
    padding: 8px 14px;
    border-radius: 16px;
    background: var(--soft);
    font-size: 15px;
    font-weight: 600;
    line-height: 1.2;
    transition: transform 0.12s ease, background 0.2s ease;
  }
  .big:hover {
    background: var(--empty);
  }
  .big:active {
    transform: scale(0.98);
  }
  .big.start,
  .big.resume {
    background: var(--walked);
    color: var(--on-walked);
  }
  .big.start .icon,
  .big.resume .icon {
    fill: currentColor;
  }
  .big.busy {
    animation: breathe 1s ease-in-out infinite;
  }
  .records {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 12px 8px;
  }
  .records div {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
  }
  dt {
    color: var(--quiet);
    font-size: 12px;
    line-height: 1.25;
  }
  dd {
    font-size: 16px;
    font-weight: 600;
  }
  @keyframes flicker {
    0%,
    100% {
      transform: scale(1) skewX(0);
    }
    25% {
      transform: scale(0.98, 1.04) skewX(-1.6deg);
    }
    55% {
      transform: scale(1.02, 0.965) skewX(1.2deg);
    }
    80% {
      transform: scale(0.99, 1.03) skewX(1.8deg);
    }
  }
  @keyframes gutter {
    0%,
    100% {
      transform: scale(0.92);
    }
    40% {
      transform: scale(0.74, 0.68);
    }
    60% {
      transform: scale(0.84, 0.9);
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.55;
    }
  }
  @container card (max-width: 339px) {
    ha-card {
      padding: 14px;
    }
    .goal {
      width: 116px;
    }
    .goal .figure {
      font-size: 32px;
    }
    .goal .caption {
      font-size: 11px;
    }
    .standing {
      gap: 14px;
    }
    .streak .figure {
      font-size: 40px;
    }
    .records {
      grid-template-columns: repeat(2, 1fr);
    }
    .controls .big {
      flex-direction: column;
      gap: 4px;
      padding-inline: 6px;
      font-size: 13px;
    }
    .controls .start {
      flex-direction: row;
      font-size: 15px;
    }
  }
  @container card (max-width: 239px) {
    ha-card.auto {
      ${compact}
    }
  }
  @container card (min-width: 700px) {
    ha-card.auto,
    ha-card.wide {
      ${wide}
    }
  }
  ha-card.compact {
    ${compact}
  }
`;
