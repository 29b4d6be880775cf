/** Nobody walks: ring, flame, week, what comes next, and records. */

export const idleStyles = /* css */ `
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
`;
